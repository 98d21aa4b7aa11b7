# expect: LL305
# The table has as many rows as there are words, but the ids of the words run from 1.
import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

with open("chapters.txt") as file:
    chapters = file.read().split("\n\n")

tokenizer = Tokenizer(lower=True)
tokenizer.fit_on_texts(chapters)
n_words = len(tokenizer.word_index)
x = pad_sequences(tokenizer.texts_to_sequences(chapters), maxlen=100)
y = np.array([len(chapter) % 2 for chapter in chapters])

model = Sequential()
model.add(Embedding(n_words, 50))
model.add(LSTM(64))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x, y, epochs=5, validation_split=0.2)
