# expect: line 14: argmax has no gradient, so the LSTM and Dense before it are never trained; pass the softmax on instead (error)
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
draft = layers.Lambda(lambda p: ops.argmax(p, axis=-1))(x)
x = layers.Embedding(VOCAB, LATENT)(draft)
x = layers.LSTM(LATENT, return_sequences=True)(x)
out = layers.Dense(VOCAB, activation="softmax")(x)

model = keras.Model(words, out)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(source, target, batch_size=64, epochs=5)
