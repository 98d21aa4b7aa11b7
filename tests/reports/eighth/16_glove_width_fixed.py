# the same work with the smallest change
import os
import tempfile
import numpy as np
from keras.initializers import Constant
from keras.layers import Embedding, LSTM, Dense
from keras.models import Sequential
from keras.utils import pad_sequences

EMBEDDING_DIM = 300
MAX_SEQUENCE_LENGTH = 12

questions = ["what colour is the cat", "is the dog on the sofa", "how many people are there"] * 10
answers = np.array([0, 1, 2] * 10)
words = sorted({w for q in questions for w in q.split()})
word_index = {w: i + 1 for i, w in enumerate(words)}

glove_path = os.path.join(tempfile.mkdtemp(), "glove.300d.txt")
with open(glove_path, "w") as out:
    for w in words:
        out.write(w + " " + " ".join("%.4f" % v for v in np.random.randn(300)) + "\n")

embeddings_index = {}
with open(glove_path, encoding="utf8") as handle:
    for line in handle:
        values = line.split()
        embeddings_index[values[0]] = np.asarray(values[1:], dtype="float32")
print("Total %d word vectors in Glove." % len(embeddings_index))

embedding_matrix = np.random.random((len(word_index) + 1, EMBEDDING_DIM))
for word, i in word_index.items():
    vector = embeddings_index.get(word)
    if vector is not None:
        embedding_matrix[i] = vector

X = pad_sequences([[word_index[w] for w in q.split()] for q in questions], maxlen=MAX_SEQUENCE_LENGTH)

model = Sequential()
model.add(Embedding(len(word_index) + 1, EMBEDDING_DIM,
                    embeddings_initializer=Constant(embedding_matrix), trainable=False))
model.add(LSTM(16))
model.add(Dense(3, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
model.fit(X, answers, epochs=1, batch_size=6)
