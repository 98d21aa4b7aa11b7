import numpy as np
import keras
from keras.layers import LSTM, Dense, Flatten, Dropout

N_FRAMES, N_COEF, N_WORDS = 20, 13, 5
gen = np.random.default_rng(30)
prototypes = gen.normal(0, 1, size=(N_WORDS, N_FRAMES, N_COEF))


def recordings(n):
    word = gen.integers(0, N_WORDS, size=n)
    return (prototypes[word] + gen.normal(0, 1.5, (n, N_FRAMES, N_COEF))).astype("float32"), word


x_train, y_train = recordings(400)
x_val, y_val = recordings(80)
x_test, y_test = recordings(100)
mu, sd = x_train.mean(axis=(0, 1)), x_train.std(axis=(0, 1))
x_train, x_val, x_test = [(a - mu) / sd for a in (x_train, x_val, x_test)]

m = keras.models.Sequential()
# ====== LSTM ====== #
m.add(keras.Input(shape=(N_FRAMES, N_COEF)))
m.add(LSTM(24, return_sequences=True))
m.add(LSTM(16, return_sequences=True))
# ====== classifier ====== #
m.add(Flatten())
m.add(Dense(32, activation="relu"))
m.add(Dropout(0.4))
m.add(Dense(N_WORDS, activation="softmax"))
m.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
m.summary()

m.fit(x_train, y_train, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=2)
print("word accuracy: %.2f" % m.evaluate(x_test, y_test, verbose=0)[1])
