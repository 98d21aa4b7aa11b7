import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from keras.models import Model
from keras.layers import Input, Embedding, GRU, Dense, Dropout
from keras.initializers import Constant
from keras.utils import pad_sequences

EMBEDDING_DIM, MAX_LEN = 50, 16

df = pd.read_csv("news.csv")
train, test = train_test_split(df, test_size=0.25, random_state=2)

# word -> 1, 2, 3 ... (0 is kept for padding)
freq = train["title"].str.split().explode().value_counts()
word_index = {w: i for i, w in enumerate(freq.index, start=1)}


def vectorize(titles):
    seqs = [[word_index[w] for w in t.split() if w in word_index] for t in titles]
    return pad_sequences(seqs, maxlen=MAX_LEN)


vectors = {}
for line in open("glove.50d.txt", encoding="utf-8"):
    parts = line.split()
    vectors[parts[0]] = np.asarray(parts[1:], dtype="float32")

embedding_matrix = np.zeros((len(word_index) + 1, EMBEDDING_DIM))
for word, i in word_index.items():
    v = vectors.get(word)
    if v is not None:
        embedding_matrix[i] = v

inp = Input(shape=(MAX_LEN,))
x = Embedding(len(word_index) + 1, EMBEDDING_DIM, mask_zero=True,
              embeddings_initializer=Constant(embedding_matrix),
              trainable=False)(inp)
x = GRU(32)(x)
x = Dropout(0.3)(x)
model = Model(inp, Dense(1, activation="sigmoid")(x))
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(vectorize(train["title"]), train["label"].values, epochs=20, batch_size=32,
          validation_split=0.1, verbose=2)
print(model.evaluate(vectorize(test["title"]), test["label"].values, verbose=0))
