# fixed twin of 43_supports_masking_before_super.py
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


class ScaleSteps(layers.Layer):
    def __init__(self, factor=1.0, **kwargs):
        self.factor = factor
        super().__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="w")

    def call(self, x):
        return x * self.w * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


ids = np.zeros((200, 25), dtype="int32")
for row in ids:
    n = np.random.randint(3, 25)
    row[:n] = np.random.randint(1, 800, n)
mood = np.random.randint(0, 2, 200)

tokens = tf.keras.Input((25,), dtype="int32")
x = layers.Embedding(800, 32, mask_zero=True)(tokens)
x = ScaleSteps(0.5)(x)
x = layers.LSTM(32)(x)
model = tf.keras.Model(tokens, layers.Dense(1, activation="sigmoid")(x))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(ids, mood, epochs=5, validation_split=0.2)
