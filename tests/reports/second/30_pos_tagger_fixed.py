# fixed twin of 30_pos_tagger.py
import numpy as np
import keras
from keras import layers

MAX_LENGTH = 60
WORDS, TAGS = 150, 8
rng = np.random.default_rng(17)


def sentences(n):
    """tag depends on the word, some words are ambiguous"""
    xs, ys = [], []
    for _ in range(n):
        length = rng.integers(4, 14)
        w = rng.integers(1, WORDS, length)
        t = w % (TAGS - 1) + 1
        t = np.where(rng.random(length) < 0.3, rng.integers(1, TAGS, length), t)
        xs.append(w)
        ys.append(t)
    return xs, ys


def prepare(n):
    xs, ys = sentences(n)
    X = keras.utils.pad_sequences(xs, maxlen=MAX_LENGTH, padding="post")
    Y = keras.utils.pad_sequences(ys, maxlen=MAX_LENGTH, padding="post")
    return X, keras.utils.to_categorical(Y, TAGS)


X_train, Y_train = prepare(300)
X_val, Y_val = prepare(60)
X_test, Y_test = prepare(80)

inputs = keras.Input((MAX_LENGTH,), dtype="int32")
h = layers.Embedding(WORDS, 24, mask_zero=True)(inputs)
h = layers.Bidirectional(layers.LSTM(24, return_sequences=True))(h)
outputs = layers.TimeDistributed(layers.Dense(TAGS, activation="softmax"))(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="categorical_crossentropy",
              metrics=["accuracy"])
model.fit(X_train, Y_train, validation_data=(X_val, Y_val), epochs=3,
          batch_size=32, verbose=2)
print("test accuracy", model.evaluate(X_test, Y_test, verbose=0)[1])

pred = model.predict(X_test, verbose=0).argmax(-1)
real = X_test > 0
print("accuracy on words", (pred == Y_test.argmax(-1))[real].mean())
