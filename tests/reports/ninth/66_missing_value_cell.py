# line 16: error: inside a cell the input is one step with two axes (batch, features), so the slice with three indices fails; write inputs[:, half:]
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers, ops


class MissingGRUCell(layers.GRUCell):
    def build(self, input_shape):
        self.half = int(input_shape[1] / 2)
        super().build((input_shape[0], self.half))
        self.decay = self.add_weight(shape=(self.half,), initializer="ones", name="decay")
        self.built = True

    def call(self, inputs, states, training=False):
        values = inputs[:, :self.half]
        missing = inputs[:, self.half:, :]
        filled = values * ops.exp(-ops.relu(self.decay) * missing)
        return super().call(filled, states, training=training)


features, steps = 10, 15
rng = np.random.default_rng(2)
values = rng.normal(size=(90, steps, features)).astype("float32")
gone = (rng.random(values.shape) < 0.2).astype("float32")
x = np.concatenate([values * (1 - gone), gone], axis=-1)
y = values[:, -1].mean(axis=1, keepdims=True)

enter = keras.Input((steps, features * 2))
l1 = layers.RNN(MissingGRUCell(20), return_sequences=True)(enter)
l2 = layers.GRU(10)(l1)
out = layers.Dense(1)(l2)

model = keras.Model(inputs=enter, outputs=out)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="mse", metrics=["mae"])
model.summary()
model.fit(x, y, epochs=2, batch_size=30, verbose=2)
