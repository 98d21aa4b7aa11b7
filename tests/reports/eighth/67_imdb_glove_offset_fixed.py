# the same work with the smallest change
import os
import numpy as np
from tensorflow.keras.datasets import imdb
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, Embedding, GRU, Dense
from tensorflow.keras.initializers import Constant
from tensorflow.keras.utils import pad_sequences

TOP_WORDS = 8000
MAXLEN = 120
DIM = 50


def read_vectors(path="glove.6B.50d.txt"):
    vectors = {}
    if os.path.exists(path):
        with open(path, encoding="utf8") as fh:
            for line in fh:
                word, *numbers = line.split()
                vectors[word] = np.asarray(numbers, dtype="float32")
    return vectors


(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=TOP_WORDS)
x_train = pad_sequences(x_train, maxlen=MAXLEN)
x_test = pad_sequences(x_test, maxlen=MAXLEN)

vectors = read_vectors()
matrix = np.zeros((TOP_WORDS, DIM))
for word, i in imdb.get_word_index().items():
    row = i + 3
    if row < TOP_WORDS and word in vectors:
        matrix[row] = vectors[word]

model = Sequential([
    Input(shape=(MAXLEN,)),
    Embedding(TOP_WORDS, DIM, embeddings_initializer=Constant(matrix), trainable=False),
    GRU(32),
    Dense(1, activation="sigmoid"),
])
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=2, batch_size=128, validation_split=0.2, verbose=2)
print(model.evaluate(x_test, y_test, verbose=0))
