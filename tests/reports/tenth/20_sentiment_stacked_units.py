# line 28: error: unknown keyword returns_sequnces, a typo for return_sequences.
import pandas as pd
import numpy as np
from keras.layers import LSTM, Dense, Dropout, Embedding
from keras.models import Sequential
from keras.utils import pad_sequences

max_features = 200
maxlen = 20
batch_size = 32

print("Loading data...")
data = pd.read_csv("reviews.csv").sample(frac=1.0, random_state=0)
counts = data["text"].str.split().explode().value_counts()
index = {word: rank + 1 for rank, word in enumerate(counts.index[: max_features - 1])}
sequences = [[index[w] for w in text.split() if w in index] for text in data["text"]]
labels = data["label"].to_numpy()

split = int(0.8 * len(sequences))
x_train = pad_sequences(sequences[:split], maxlen=maxlen)
x_test = pad_sequences(sequences[split:], maxlen=maxlen)
y_train, y_test = labels[:split], labels[split:]
print("x_train shape:", x_train.shape)

print("Build model...")
model = Sequential()
model.add(Embedding(max_features, 64))
model.add(LSTM(64, dropout=0.2, returns_sequnces=True))
model.add(LSTM(32, dropout=0.2))
model.add(Dropout(0.5))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(x_train, y_train, batch_size=batch_size, epochs=1, validation_data=(x_test, y_test), verbose=0)
score, acc = model.evaluate(x_test, y_test, batch_size=batch_size, verbose=0)
print("Test score:", score, "accuracy:", acc)
