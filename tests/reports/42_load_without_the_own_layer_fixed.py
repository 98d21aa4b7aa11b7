# fixed twin of 42_load_without_the_own_layer.py
import keras
import numpy as np
from keras import layers, ops


class StepAttention(layers.Layer):
    def build(self, input_shape):
        self.score = self.add_weight(shape=(input_shape[-1], 1), name="score")

    def call(self, x):
        weight = ops.softmax(ops.matmul(x, self.score), axis=1)
        return ops.sum(x * weight, axis=1)


def train(path):
    steps = layers.Input((30, 4))
    h = layers.LSTM(24, return_sequences=True)(steps)
    out = layers.Dense(3, activation="softmax")(StepAttention()(h))
    model = keras.Model(steps, out)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(np.random.rand(90, 30, 4), np.random.randint(0, 3, 90), epochs=5)
    model.save(path)


train("activity.h5")
served = keras.models.load_model("activity.h5", custom_objects={"StepAttention": StepAttention})
print(served.predict(np.random.rand(2, 30, 4)))
