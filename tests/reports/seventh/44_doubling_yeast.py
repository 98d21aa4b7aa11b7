# line 27: the first LSTM hands on only its last state (two axes); a stacked one needs return_sequences=True below it. Error (shows on line 28).
import numpy as np
import keras
from keras.layers import LSTM, Dense

MAX_STEPS = 8


def cell_counts(start, cap=120.0):
    """Counts of a yeast culture that doubles until the dish is full, -1 afterwards."""
    counts = [start]
    while counts[-1] * 2 <= cap:
        counts.append(counts[-1] * 2)
    return counts[:MAX_STEPS] + [-1.0] * (MAX_STEPS - len(counts))


starts = np.linspace(1.0, 12.0, 90)
runs = np.array([cell_counts(s) for s in starts], dtype="float32")
scaled = runs / 120.0

X = scaled[:, :4, None]
Y = scaled[:, 4:]

keras.utils.set_random_seed(44)
culture = keras.Sequential(name="culture")
culture.add(keras.Input(shape=(4, 1)))
culture.add(LSTM(32))
culture.add(LSTM(16))
culture.add(Dense(4))
culture.compile(optimizer="adam", loss="mae")
culture.fit(X[::2], Y[::2], epochs=40, batch_size=8, verbose=0)
print("mean miss", round(culture.evaluate(X[1::2], Y[1::2], verbose=0), 4))
