import numpy as np
import keras
from keras import layers

N_FRAMES, SIZE = 5, 10


def drifting_cells(n, seed):
    rng = np.random.default_rng(seed)
    movies = np.zeros((n, N_FRAMES + 1, SIZE, SIZE, 1), dtype="float32")
    for i in range(n):
        row, col = rng.integers(0, SIZE, 2)
        dr, dc = rng.integers(-1, 2, 2)
        for t in range(N_FRAMES + 1):
            movies[i, t, (row + dr * t) % SIZE, (col + dc * t) % SIZE, 0] = 1.0
    return movies[:, :-1], movies[:, 1:]


past, future = drifting_cells(80, seed=1)
past_test, future_test = drifting_cells(20, seed=2)

inputs = keras.Input(shape=(N_FRAMES, SIZE, SIZE, 1))
x = layers.ConvLSTM2D(8, 3, padding="same", return_sequences=True)(inputs)
x = layers.BatchNormalization()(x)
x = layers.ConvLSTM2D(8, 3, padding="same", return_sequences=True)(x)
outputs = layers.TimeDistributed(layers.Conv2D(1, 3, padding="same", activation="sigmoid"))(x)

nowcast = keras.Model(inputs, outputs, name="nowcast")
nowcast.compile(optimizer="adam", loss="binary_crossentropy")
nowcast.fit(past, future, epochs=2, batch_size=10, verbose=0)
print("test loss", nowcast.evaluate(past_test, future_test, verbose=0))
