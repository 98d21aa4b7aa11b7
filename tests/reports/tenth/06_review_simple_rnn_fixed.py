# the same work with the smallest change
import numpy as np
import pandas as pd
from keras.models import Sequential
from keras.layers import Dense, Embedding, SimpleRNN
from keras.utils import pad_sequences, to_categorical

data = pd.read_csv("reviews.csv")
texts = data["text"].str.lower().str.split()
words = sorted({w for t in texts for w in t})
word_id = {w: i + 1 for i, w in enumerate(words)}
sequences = [[word_id[w] for w in t] for t in texts]

maxlen = 20
x_datapad = pad_sequences(sequences, maxlen=maxlen)
y_data = data["label"].values
nb_classes = 2
categorical_labels = to_categorical(y_data, nb_classes)

split = int(0.8 * len(x_datapad))
x_train, x_test = x_datapad[:split], x_datapad[split:]
y_train, y_test = categorical_labels[:split], categorical_labels[split:]

print("Build model...")
model_rnn = Sequential()
model_rnn.add(Embedding(len(words) + 1, 128))
model_rnn.add(SimpleRNN(128, dropout=0.2, recurrent_dropout=0.2))
model_rnn.add(Dense(nb_classes, activation="softmax"))
model_rnn.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

model_rnn.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_test, y_test), verbose=0)
print(model_rnn.evaluate(x_test, y_test, verbose=0))
