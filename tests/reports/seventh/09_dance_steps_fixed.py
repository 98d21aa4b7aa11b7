# the same work with the smallest change
import numpy as np
import keras
from keras import layers

STEPS = 40          # numbers 1 to 40 name the figures of a dance


def dances(count, seed):
    rng = np.random.default_rng(seed)
    fast = rng.integers(0, 2, count)
    rows = []
    for f in fast:
        n = int(rng.integers(5, 18))
        pool = np.arange(1, 31) if f else np.arange(11, 41)
        rows.append(rng.choice(pool, n).tolist())
    return rows, fast.astype("float32")


def dance_model():
    steps = keras.Input(shape=(None,), dtype="int32")
    h = layers.Embedding(STEPS + 1, 8, mask_zero=True)(steps)
    h = layers.SimpleRNN(16)(h)
    h = layers.Dropout(0.2)(h)
    model = keras.Model(steps, layers.Dense(1, activation="sigmoid")(h))
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
    return model


def padded(rows, length):
    return keras.utils.pad_sequences(rows, maxlen=length, padding="post", value=0)


def main():
    keras.utils.set_random_seed(19)
    rows, fast = dances(300, seed=4)
    new_rows, new_fast = dances(80, seed=5)
    model = dance_model()
    model.fit(padded(rows, 20), fast, epochs=6, batch_size=20, verbose=0)
    print("accuracy", round(model.evaluate(padded(new_rows, 20), new_fast, verbose=0)[1], 3))
    short = model.predict(padded(new_rows, 20), verbose=0)
    long = model.predict(padded(new_rows, 40), verbose=0)
    print("more padding moves the answer by up to", round(float(np.abs(short - long).max()), 3))


main()
