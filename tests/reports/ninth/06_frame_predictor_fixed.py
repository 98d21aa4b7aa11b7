# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


class PredictiveRecurrent(layers.Layer):
    def __init__(self, units, weights=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.initial_weights = weights

    def build(self, input_shape):
        features = input_shape[-1]
        self.kernel = self.add_weight(shape=(2 * features, self.units), initializer="glorot_uniform")
        self.recurrent = self.add_weight(shape=(self.units, self.units), initializer="orthogonal")
        self.readout = self.add_weight(shape=(self.units, features), initializer="glorot_uniform")
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)

    def call(self, frames):
        state = ops.zeros((ops.shape(frames)[0], self.units))
        guess = ops.zeros_like(frames[:, 0])
        errors = []
        for t in range(frames.shape[1]):
            up = ops.relu(frames[:, t] - guess)
            down = ops.relu(guess - frames[:, t])
            error = ops.concatenate([up, down], axis=-1)
            errors.append(ops.mean(error, axis=-1))
            state = ops.tanh(ops.matmul(error, self.kernel) + ops.matmul(state, self.recurrent))
            guess = ops.matmul(state, self.readout)
        return ops.stack(errors, axis=1)


video = np.load("kitti_small.npy").astype("float32") / 255.0
nt = video.shape[1]
frames = video.reshape(len(video), nt, -1)

inputs = keras.Input(shape=(nt, frames.shape[-1]))
errors_by_time = PredictiveRecurrent(48, name="prednet")(inputs)
final_error = layers.Dense(1, use_bias=False)(errors_by_time)
model = keras.Model(inputs, final_error)
model.compile(loss="mean_absolute_error", optimizer="adam")
model.fit(frames, np.zeros((len(frames), 1)), batch_size=4, epochs=2)
