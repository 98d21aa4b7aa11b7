# line 42: error: load_model is not told the own class; custom_objects, or register it
import os
import tempfile
import numpy as np
import keras
from keras import layers, ops


class WordAttention(layers.Layer):
    def __init__(self, udim, **kwargs):
        super().__init__(**kwargs)
        self.udim = udim

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.udim), name="W")
        self.u = self.add_weight(shape=(self.udim, 1), name="u")

    def call(self, x):
        score = ops.matmul(ops.tanh(ops.matmul(x, self.W)), self.u)
        return x * ops.softmax(score, axis=1)

    def get_config(self):
        config = super().get_config()
        config.update({"udim": self.udim})
        return config


docs = np.random.randint(1, 300, size=(80, 25))
topic = np.random.randint(0, 4, size=80)

text = keras.Input(shape=(25,))
h = layers.Embedding(300, 16)(text)
h = WordAttention(udim=8)(h)
h = layers.LSTM(12)(h)
model = keras.Model(text, layers.Dense(4, activation="softmax")(h))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(docs, topic, epochs=1, batch_size=16)

path = os.path.join(tempfile.mkdtemp(), "han.keras")
model.save(path)

restored = keras.models.load_model(path)
print(restored.predict(docs[:2]))
