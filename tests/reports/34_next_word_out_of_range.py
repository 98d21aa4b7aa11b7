# expect: line 21: word ids run from 1 to len(word_index), the softmax knows 0 to len(word_index) - 1; the head needs len(word_index) + 1 units (error)
import numpy as np
from tensorflow.keras.layers import GRU, Dense, Embedding
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.text import Tokenizer

verses = open("poem.txt", encoding="utf-8").read().splitlines()
tokenizer = Tokenizer()
tokenizer.fit_on_texts(verses)
words = len(tokenizer.word_index)

pairs = []
for line in tokenizer.texts_to_sequences(verses):
    for end in range(4, len(line)):
        pairs.append(line[end - 4:end + 1])
pairs = np.array(pairs)

lm = Sequential()
lm.add(Embedding(words + 1, 24))
lm.add(GRU(48))
lm.add(Dense(words, activation="softmax"))
lm.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
lm.fit(pairs[:, :-1], pairs[:, -1], epochs=20, batch_size=32)
