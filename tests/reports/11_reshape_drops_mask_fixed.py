# fixed twin of 11_reshape_drops_mask.py
from tensorflow import keras
from tensorflow.keras import layers
import numpy as np

sentences = np.zeros((300, 30), dtype="int32")
for row in sentences:
    n = np.random.randint(4, 30)
    row[:n] = np.random.randint(1, 2000, n)
stance = np.random.randint(0, 3, 300)

tokens = keras.Input(shape=(30,), dtype="int32")
x = layers.Embedding(2000, 48, mask_zero=True)(tokens)
x = layers.Dropout(0.2)(x)
x = layers.LSTM(40)(x)
out = layers.Dense(3, activation="softmax")(x)
model = keras.Model(tokens, out)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(sentences, stance, epochs=8, validation_split=0.15)
