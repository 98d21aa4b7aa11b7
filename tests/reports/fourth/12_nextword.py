import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Embedding, Input
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import pad_sequences

lines = [l.lower().split() for l in open("quotes.txt", encoding="utf-8") if l.strip()]
words = sorted({w for l in lines for w in l})
word_index = {w: i + 1 for i, w in enumerate(words)}
index_word = {i: w for w, i in word_index.items()}
total_words = len(words) + 1


def n_grams(some_lines):
    grams = []
    for line in some_lines:
        tokens = [word_index[w] for w in line]
        grams += [tokens[:i + 1] for i in range(1, len(tokens))]
    return grams


max_len = max(len(l) for l in lines)
cut = int(len(lines) * 0.9)
train = pad_sequences(n_grams(lines[:cut]), maxlen=max_len, padding="pre")
valid = pad_sequences(n_grams(lines[cut:]), maxlen=max_len, padding="pre")

model = Sequential([
    Input(shape=(max_len - 1,)),
    Embedding(total_words, 64, mask_zero=True),
    LSTM(100),
    Dense(total_words, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
model.fit(train[:, :-1], train[:, -1], epochs=30, verbose=2,
          validation_data=(valid[:, :-1], valid[:, -1]))

seed_text = "the road goes"
for _ in range(12):
    tokens = [word_index[w] for w in seed_text.split() if w in word_index]
    token_list = pad_sequences([tokens], maxlen=max_len - 1, padding="pre")
    predicted = model.predict_classes(token_list, verbose=0)[0]
    seed_text += " " + index_word.get(int(predicted), "")
print(seed_text)
