# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras.layers import LSTM, Dense, Input

GRAPES = ["pinot", "merlot", "syrah"]


def tasting(pairs, seed):
    """Two glasses are tasted one after the other, four measurements each."""
    rng = np.random.default_rng(seed)
    grape = rng.integers(0, 3, pairs * 2)
    values = rng.normal(0, 0.6, (pairs * 2, 4)) + np.array([[0, 1, 2, 0], [1, 0, 0, 2], [2, 2, 1, 1]])[grape]
    return pd.DataFrame(values, columns=["acid", "tannin", "colour", "sugar"]), grape


def main():
    keras.utils.set_random_seed(14)
    train, grape_train = tasting(200, seed=1)
    test, grape_test = tasting(50, seed=2)

    scaler = StandardScaler().fit(train)
    x_train = scaler.transform(train).reshape(-1, 2, 4)
    x_test = scaler.transform(test).reshape(-1, 2, 4)
    y_train = keras.utils.to_categorical(grape_train, 3).reshape(-1, 2, 3)
    y_test = keras.utils.to_categorical(grape_test, 3).reshape(-1, 2, 3)

    nose = keras.Sequential([
        Input(shape=(2, 4)),
        LSTM(24, dropout=0.1, return_sequences=True),
        Dense(24, activation="relu"),
        Dense(len(GRAPES), activation="softmax"),
    ])
    nose.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    nose.fit(x_train, y_train, epochs=8, batch_size=10, verbose=0)
    print("accuracy", round(nose.evaluate(x_test, y_test, verbose=0)[1], 3))


if __name__ == "__main__":
    main()
