# fixed twin of 07_next_word.py
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Embedding, LSTM, Dense, Bidirectional

corpus = """the rain falls on the roof
the cat sleeps on the warm roof
the wind moves the old door
the cat hears the rain and the wind
a warm fire burns in the old stove
the door opens and the wind comes in""".split("\n")

words = sorted({w for line in corpus for w in line.split()})
word_id = {w: i + 1 for i, w in enumerate(words)}
num = len(words) + 1

sequences = []
for line in corpus:
    ids = [word_id[w] for w in line.split()]
    for n in range(2, len(ids) + 1):
        sequences.append(ids[:n])

max_len = max(len(s) for s in sequences)
padded = tf.keras.utils.pad_sequences(sequences, maxlen=max_len, padding="pre")

X = padded[:, :-1]
Y = padded[:, -1]
print("X", X.shape, "Y", Y.shape, "words", num)

model = tf.keras.Sequential()
model.add(tf.keras.Input((max_len - 1,)))
model.add(Embedding(num, 64, mask_zero=True))
model.add(Bidirectional(LSTM(32)))
model.add(Dense(num, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.fit(X, Y, epochs=2, verbose=2)

seed = [word_id[w] for w in "the cat".split()]
probe = tf.keras.utils.pad_sequences([seed], maxlen=max_len - 1, padding="pre")
best = int(np.argmax(model.predict(probe, verbose=0)[0]))
print("the cat ->", words[best - 1] if best else "<pad>")
