# expect: line 12: fit_on_texts takes a list of texts; one string is read letter by letter, so the vocabulary holds letters (error)
import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Embedding
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.utils import to_categorical

with open("poem.txt", encoding="utf-8") as f:
    poem = f.read().lower()

tokenizer = Tokenizer()
tokenizer.fit_on_texts(poem)
vocab = len(tokenizer.word_index) + 1
ids = tokenizer.texts_to_sequences([poem])[0]

grams = np.array([ids[i:i + 6] for i in range(len(ids) - 5)])
x, y = grams[:, :-1], to_categorical(grams[:, -1], num_classes=vocab)

model = Sequential()
model.add(Embedding(vocab, 32))
model.add(LSTM(64))
model.add(Dense(vocab, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam")
model.fit(x, y, epochs=30, verbose=2)
