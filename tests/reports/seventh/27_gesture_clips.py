# line 24 (also 28): error: Masking compares the last axis only, on clips it gives a mask for every pixel; mask the flattened frames
import numpy as np
import keras
from keras import Sequential
from keras.layers import LSTM, Conv2D, Dense, Flatten, Input, Masking, MaxPooling2D, TimeDistributed

FRAMES, ROWS, COLS = 10, 12, 16


def gestures(count, seed):
    """Clips of 4 to 10 frames, filled up with black frames."""
    rng = np.random.default_rng(seed)
    clips = rng.random((count, FRAMES, ROWS, COLS, 1)).astype("float32")
    kind = rng.integers(0, 3, count)
    for n in range(count):
        clips[n, :, kind[n] * 4:kind[n] * 4 + 4] += 1.0
        clips[n, rng.integers(4, FRAMES + 1):] = 0.0
    return clips, kind


keras.utils.set_random_seed(90)
model = Sequential()
model.add(Input((FRAMES, ROWS, COLS, 1)))
model.add(Masking(mask_value=0.0))
model.add(TimeDistributed(Conv2D(6, 3, padding="same", activation="relu", use_bias=False)))
model.add(TimeDistributed(MaxPooling2D(2)))
model.add(TimeDistributed(Flatten()))
model.add(LSTM(12))
model.add(Dense(3, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

x, y = gestures(60, seed=0)
x_new, y_new = gestures(20, seed=1)
model.fit(x, y, epochs=3, batch_size=10, verbose=0)
print("held-out", [round(v, 3) for v in model.evaluate(x_new, y_new, verbose=0)])
