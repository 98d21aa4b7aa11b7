# the same work with the smallest change
import json

import numpy as np
import keras
from keras import layers, ops

MAX_PREMISE, MAX_HYPOTHESIS, UNITS = 20, 12, 32

with open("snli_small.json") as f:
    snli = json.load(f)
vocab = max(max(s) for s in snli["premise"] + snli["hypothesis"]) + 1
premise = keras.utils.pad_sequences(snli["premise"], maxlen=MAX_PREMISE)
hypothesis = keras.utils.pad_sequences(snli["hypothesis"], maxlen=MAX_HYPOTHESIS)
labels = keras.utils.to_categorical(snli["label"], 3)

premise_in = keras.Input(shape=(MAX_PREMISE,), dtype="int32")
hypothesis_in = keras.Input(shape=(MAX_HYPOTHESIS,), dtype="int32")
embed = layers.Embedding(vocab, 32)

premise_emb = embed(premise_in)
forward = layers.LSTM(UNITS, return_sequences=True)(premise_emb)
backward = layers.LSTM(UNITS, return_sequences=True, go_backwards=True)(premise_emb)
backward = layers.Lambda(lambda t: ops.flip(t, axis=1))(backward)
states = layers.Concatenate()([forward, backward])
states = layers.Dropout(0.1)(states)

query = layers.LSTM(2 * UNITS)(embed(hypothesis_in))
scores = layers.Dot(axes=(2, 1))([states, query])
weights = layers.Softmax()(scores)
context = layers.Dot(axes=(1, 1))([weights, states])

merged = layers.Dense(64, activation="tanh")(layers.Concatenate()([context, query]))
output = layers.Dense(3, activation="softmax")(merged)

model = keras.Model([premise_in, hypothesis_in], output)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit([premise, hypothesis], labels, batch_size=32, epochs=2, validation_split=0.1)

focus = keras.Model([premise_in, hypothesis_in], weights)
print(np.round(focus.predict([premise[:2], hypothesis[:2]]), 2))
