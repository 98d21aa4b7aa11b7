# line 17: error: the slot sequences are padded to 15 steps while the words have 30 and the tagger gives one output per word: categorical_crossentropy meets (15, classes) and (30, classes); pad both to the same length
import json

import numpy as np
from keras.layers import LSTM, Dense, Embedding, TimeDistributed
from keras.models import Sequential
from keras.utils import pad_sequences, to_categorical

with open("atis_train.json") as f:
    atis = json.load(f)

words, slots = atis["words"], atis["slots"]
n_vocab = max(max(s) for s in words) + 1
n_classes = max(max(s) for s in slots) + 1

x = pad_sequences(words, maxlen=30, padding="post")
y = pad_sequences(slots, maxlen=15, padding="post")
y = to_categorical(y, num_classes=n_classes)
print(x.shape, y.shape)

model = Sequential()
model.add(Embedding(n_vocab, 127))
model.add(LSTM(64, return_sequences=True))
model.add(TimeDistributed(Dense(n_classes, activation="softmax")))
model.compile("rmsprop", "categorical_crossentropy")

for epoch in range(2):
    order = np.random.permutation(len(x))
    total = 0.0
    for i in order:
        total += float(model.train_on_batch(x[i : i + 1], y[i : i + 1]))
    print("epoch", epoch, "loss", total / len(x))

tags = model.predict(x[:5]).argmax(axis=-1)
print(tags)
