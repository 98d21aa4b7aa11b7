# expect: line 17: the softmax over the steps gives weight to padded steps; pass the mask to layers.Softmax (warning)
import keras
import numpy as np
from keras import layers, ops

T = 20
ids = np.zeros((200, T), dtype="int32")
for row in ids:
    n = np.random.randint(2, T)
    row[:n] = np.random.randint(1, 400, n)
kind = np.random.randint(0, 3, 200)

words = keras.Input((T,), dtype="int32")
e = layers.Embedding(400, 32, mask_zero=True)(words)
h = layers.GRU(32, return_sequences=True)(e)
score = layers.Reshape((T,))(layers.Dense(1)(h))
weight = layers.Activation("softmax")(score)
context = layers.Dot(axes=1)([weight, h])
model = keras.Model(words, layers.Dense(3, activation="softmax")(context))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(ids, kind, epochs=5, validation_split=0.1)
