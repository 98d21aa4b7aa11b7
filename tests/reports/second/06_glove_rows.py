# expect: line 30 (also 32, 39): words without a vector are left out of the matrix while the indices count all words: rows shift and the largest indices are out of range (error)
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

EMB = 8
MAXLEN = 6

docs = ["markets fell sharply on monday", "the team won the final game",
        "rates rise as inflation stays high", "coach praises young striker",
        "bank profits beat estimates", "late goal decides the derby"]
labels = np.array([0, 1, 0, 1, 0, 1])


def load_glove(words):
    """stand-in for reading glove.6B.txt: some words have no vector"""
    rng = np.random.default_rng(7)
    return {w: rng.normal(size=EMB) for w in words if len(w) > 3}


word_index = {}
for doc in docs:
    for w in doc.split():
        word_index.setdefault(w, len(word_index) + 1)

glove = load_glove(word_index)
rows = [np.zeros(EMB)]
for w in word_index:
    vec = glove.get(w)
    if vec is not None:
        rows.append(vec)
embedding_matrix = np.array(rows)
vocab_size = embedding_matrix.shape[0]

x = keras.utils.pad_sequences([[word_index[w] for w in d.split()] for d in docs],
                              maxlen=MAXLEN)

inp = keras.Input((MAXLEN,), dtype="int32")
emb = layers.Embedding(vocab_size, EMB, trainable=False, mask_zero=True,
                       embeddings_initializer=keras.initializers.Constant(embedding_matrix))
h = layers.Bidirectional(layers.LSTM(16))(emb(inp))
out = layers.Dense(1, activation="sigmoid")(h)
model = keras.Model(inp, out)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, labels, epochs=1, batch_size=3, verbose=2)
print(model.predict(x, verbose=0).ravel().round(3))
