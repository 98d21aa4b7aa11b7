# line 37: error: the characters are numbered anew from the seed text, so the last layer has another width; the characters of the training text
import os
import tempfile
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense, Dropout, Input

weights_file = os.path.join(tempfile.mkdtemp(), "next-char.weights.h5")
seq_length = 10


def build(n_vocab):
    model = Sequential()
    model.add(Input(shape=(seq_length, 1)))
    model.add(LSTM(32))
    model.add(Dropout(0.2))
    model.add(Dense(n_vocab, activation="softmax"))
    return model


# ---- training
train_text = "the quick brown fox jumps over the lazy dog while the cat is sleeping " * 3
chars = sorted(set(train_text))
char_to_int = {c: i for i, c in enumerate(chars)}
n_vocab = len(chars)
dataX = [[char_to_int[c] for c in train_text[i:i + seq_length]] for i in range(len(train_text) - seq_length)]
dataY = [char_to_int[train_text[i + seq_length]] for i in range(len(train_text) - seq_length)]
X = np.reshape(dataX, (len(dataX), seq_length, 1)) / float(n_vocab)

model = build(n_vocab)
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
model.fit(X, np.array(dataY), epochs=1, batch_size=32)
model.save_weights(weights_file)

# ---- generating
seed_text = "my dog is lazy"
seed_chars = sorted(set(seed_text))
char_to_int = {c: i for i, c in enumerate(seed_chars)}
int_to_char = {i: c for i, c in enumerate(seed_chars)}
n_vocab = len(seed_chars)

model = build(n_vocab)
model.load_weights(weights_file)
pattern = [char_to_int[c] for c in seed_text[:seq_length]]
for _ in range(5):
    x = np.reshape(pattern, (1, seq_length, 1)) / float(n_vocab)
    index = int(np.argmax(model.predict(x, verbose=0)))
    print(int_to_char[index], end="")
    pattern = pattern[1:] + [index]
