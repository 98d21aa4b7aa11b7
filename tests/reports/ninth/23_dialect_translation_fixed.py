# the same work with the smallest change
import numpy as np
from keras.layers import LSTM, Dense, Embedding, Input, RepeatVector, TimeDistributed
from keras.models import Sequential
from keras.utils import pad_sequences, to_categorical

MAX_LEN, HIDDEN_DIM, LAYER_NUM, BATCH_SIZE = 12, 48, 2, 32


def encode(sentences, max_len):
    words = sorted({w for s in sentences for w in s})
    word_to_ix = {w: i + 1 for i, w in enumerate(words)}
    ids = pad_sequences([[word_to_ix[w] for w in s] for s in sentences], maxlen=max_len, padding="post")
    return ids, len(words) + 1, word_to_ix, {i: w for w, i in word_to_ix.items()}


def load_data(source, dist, max_len):
    with open(source, encoding="utf-8") as f:
        src = [line.split()[:max_len] for line in f]
    with open(dist, encoding="utf-8") as f:
        dst = [line.split()[:max_len] for line in f]
    X, X_vocab_len, X_word_to_ix, X_ix_to_word = encode(src, max_len)
    y, y_vocab_len, y_word_to_ix, y_ix_to_word = encode(dst, max_len)
    return X, X_vocab_len, X_word_to_ix, X_ix_to_word, y, y_vocab_len, y_word_to_ix, y_ix_to_word


X, X_vocab_len, X_word_to_ix, X_ix_to_word, y, y_vocab_len, y_word_to_ix, y_ix_to_word = load_data(
    "ALG_training.txt", "MSA_training.txt", MAX_LEN
)

model = Sequential()
model.add(Input(shape=(MAX_LEN,)))
model.add(Embedding(X_vocab_len, 32, mask_zero=True))
model.add(LSTM(HIDDEN_DIM))
model.add(RepeatVector(MAX_LEN))
for _ in range(LAYER_NUM):
    model.add(LSTM(HIDDEN_DIM, return_sequences=True))
model.add(TimeDistributed(Dense(y_vocab_len, activation="softmax")))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(X, to_categorical(y, y_vocab_len), batch_size=BATCH_SIZE, epochs=1, verbose=2)

for row in model.predict(X[:2], verbose=0).argmax(axis=-1):
    print(" ".join(y_ix_to_word.get(int(i), "") for i in row))
