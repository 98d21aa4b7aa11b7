# line 32: error: get_config of the cell leaves out hidden_dim, so load_model cannot call the constructor again: missing argument; put hidden_dim into the returned dictionary
import numpy as np
import keras
from keras import layers, ops
from keras.models import load_model


class LSTMDecoderCell(layers.Layer):
    def __init__(self, output_dim, hidden_dim, **kwargs):
        super().__init__(**kwargs)
        self.output_dim = output_dim
        self.hidden_dim = hidden_dim
        self.state_size = [hidden_dim, hidden_dim]
        self.output_size = output_dim
        self.gates = layers.Dense(4 * hidden_dim)
        self.project = layers.Dense(output_dim)

    def build(self, input_shape):
        self.gates.build((input_shape[0], input_shape[-1] + self.hidden_dim))
        self.project.build((input_shape[0], self.hidden_dim))

    def call(self, inputs, states):
        h, c = states
        z = self.gates(ops.concatenate([inputs, h], axis=-1))
        i, f, g, o = ops.split(z, 4, axis=-1)
        c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
        h = ops.sigmoid(o) * ops.tanh(c)
        return self.project(h), [h, c]

    def get_config(self):
        config = super().get_config()
        config.update({"output_dim": self.output_dim})
        return config


rng = np.random.default_rng(2)
x = rng.normal(size=(128, 7, 5)).astype("float32")
y = np.repeat(x.mean(axis=1, keepdims=True), 8, axis=1)[..., :3]

model = keras.Sequential()
model.add(keras.Input(shape=(7, 5)))
model.add(layers.LSTM(16))
model.add(layers.RepeatVector(8))
model.add(layers.RNN(LSTMDecoderCell(3, 16), return_sequences=True))
model.compile(loss="mse", optimizer="rmsprop")
model.fit(x, y, epochs=2, batch_size=16, verbose=0)

model.save("seq2seq.keras")
restored = load_model("seq2seq.keras", custom_objects={"LSTMDecoderCell": LSTMDecoderCell})
print("difference after loading:", float(np.abs(restored.predict(x) - model.predict(x)).max()))
