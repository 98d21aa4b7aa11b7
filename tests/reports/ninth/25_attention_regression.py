# line 24: error: __call__ of the own layer hands training on by position; Keras 3 keeps it as a positional argument (only tensors belong there) and adds training by name when the model runs: TypeError; pass training=training, or override only call
import numpy as np
from tensorflow.keras import Input
from tensorflow.keras.layers import LSTM, Activation, Concatenate, Dense, Dot, Lambda, Layer
from tensorflow.keras.models import Model


class Attention(Layer):
    def __init__(self, units=128, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.score = Dot(axes=(1, 2), name="score")
        self.weight = Activation("softmax", name="weight")
        self.context = Dot(axes=(1, 1), name="context")
        self.merge = Concatenate(name="merge")
        self.vector = Dense(units, use_bias=False, activation="tanh", name="vector")
        self.last = Lambda(lambda x: x[:, -1, :], name="last_state")

    def build(self, input_shape):
        self.score_first = Dense(int(input_shape[2]), use_bias=False, name="score_first")
        super().build(input_shape)

    def __call__(self, inputs, training=None, **kwargs):
        return super().__call__(inputs, training, **kwargs)

    def call(self, inputs, training=None):
        h_t = self.last(inputs)
        weights = self.weight(self.score([h_t, self.score_first(inputs)]))
        return self.vector(self.merge([self.context([inputs, weights]), h_t]))


num_samples, time_steps, input_dim, output_dim = 100, 10, 1, 1
data_x = np.random.uniform(size=(num_samples, time_steps, input_dim))
data_y = np.random.uniform(size=(num_samples, output_dim))

model_input = Input(shape=(time_steps, input_dim))
x = LSTM(32, return_sequences=True)(model_input)
x = Attention(units=32)(x)
x = Dense(output_dim)(x)
model = Model(model_input, x)
model.compile(loss="mae", optimizer="adam")
model.fit(data_x, data_y, epochs=2, verbose=2)
print(model.predict(data_x[:3]).ravel())
