# fixed twin of 06_argmax_between_networks.py
import keras
import numpy as np
from keras import layers, ops

VOCAB, LATENT, STEPS = 40, 24, 10
source = np.random.randint(1, VOCAB, (256, STEPS))
target = np.random.randint(0, VOCAB, (256, STEPS))

words = keras.Input((STEPS,), dtype="int32")
x = layers.Embedding(VOCAB, LATENT)(words)
x = layers.LSTM(LATENT, return_sequences=True)(x)
x = layers.Dense(VOCAB, activation="softmax")(x)
x = layers.Dense(LATENT, use_bias=False)(x)
x = layers.LSTM(LATENT, return_sequences=True)(x)
out = layers.Dense(VOCAB, activation="softmax")(x)

model = keras.Model(words, out)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(source, target, batch_size=64, epochs=5)
