# line 26: error: softmax over one unit is always 1, a single output needs sigmoid
"""Does a forklift tip over?  Two tilt sensors, 25 samples each."""
import numpy as np
import keras
from keras.models import Sequential
from keras.layers import LSTM, Dense, Input
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(5)


def record_runs(count, seed):
    gen = np.random.default_rng(seed)
    tips = gen.integers(0, 2, count)
    drift = np.where(tips == 1, 0.05, -0.02)[:, None, None] * np.arange(25)[None, :, None]
    return gen.normal(0, 0.4, (count, 25, 2)) + drift, tips


runs, tipped = record_runs(1200, 8)
a_runs, b_runs, a_tip, b_tip = train_test_split(
    runs, tipped, test_size=0.25, stratify=tipped, random_state=1)

watchdog = Sequential()
watchdog.add(Input(shape=(25, 2)))
watchdog.add(LSTM(16))
watchdog.add(Dense(1, activation="softmax"))
watchdog.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
watchdog.fit(a_runs, a_tip, batch_size=32, epochs=2, verbose=0)
loss, acc = watchdog.evaluate(b_runs, b_tip, verbose=0)
spread = float(watchdog.predict(b_runs, verbose=0).std())
print("test accuracy", round(acc, 3), "spread of the outputs", round(spread, 4))
