# line 26 (also 21, 41): error: the recordings have four axes (film, frame, row, column), an LSTM takes one vector a frame; flatten each frame or use ConvLSTM2D
import numpy as np
import keras
from keras import layers

FRAMES, ROWS, COLS = 10, 12, 14
FAULTS = ["none", "tear", "drift"]


def record(count, seed):
    """Short films of a conveyor belt with one of three faults."""
    rng = np.random.default_rng(seed)
    fault = rng.integers(0, len(FAULTS), count)
    films = rng.normal(0, 0.15, (count, FRAMES, ROWS, COLS))
    for film, kind in zip(films, fault):
        if kind == 1:
            film[:, 5:7, :] += 1.0
        if kind == 2:
            for k in range(FRAMES):
                film[k, :, k % COLS] += 1.0
    return films.astype("float32"), np.eye(len(FAULTS))[fault]


def build():
    model = keras.Sequential([
        keras.Input(shape=(FRAMES, ROWS)),
        layers.LSTM(24),
        layers.Dropout(0.3),
        layers.Dense(16, activation="relu"),
        layers.Dense(len(FAULTS), activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


if __name__ == "__main__":
    keras.utils.set_random_seed(4)
    x_train, y_train = record(160, seed=1)
    x_valid, y_valid = record(40, seed=2)
    belt = build()
    belt.fit(x_train, y_train, validation_data=(x_valid, y_valid), epochs=3, batch_size=16, verbose=0)
    print("accuracy", round(belt.evaluate(x_valid, y_valid, verbose=0)[1], 3))
