import numpy as np
from keras.models import Sequential
from keras.layers import (Input, TimeDistributed, Conv2D, MaxPooling2D, Flatten,
                          LSTM, Dense, Dropout)

FRAMES, SIDE = 8, 24

# grey-scale clips: a blob that either grows or drifts
rng = np.random.default_rng(0)
yy, xx = np.mgrid[0:SIDE, 0:SIDE]


def make_clip(kind):
    cx, cy = rng.uniform(8, 16, size=2)
    frames = []
    for t in range(FRAMES):
        r = 2 + (0.5 * t if kind == 1 else 0)
        x0 = cx + (0.8 * t if kind == 0 else 0)
        frames.append(np.exp(-((xx - x0) ** 2 + (yy - cy) ** 2) / (2 * r * r)))
    return np.stack(frames) + rng.normal(0, 0.05, (FRAMES, SIDE, SIDE))


labels = rng.integers(0, 2, size=160)
clips = np.stack([make_clip(k) for k in labels]).astype("float32")
x_train, y_train = clips[:110], labels[:110]
x_val, y_val = clips[110:135], labels[110:135]
x_test, y_test = clips[135:], labels[135:]

model = Sequential()
model.add(Input(shape=(FRAMES, SIDE, SIDE)))
model.add(TimeDistributed(Conv2D(8, (3, 3), padding="same", activation="relu")))
model.add(TimeDistributed(MaxPooling2D((2, 2))))
model.add(TimeDistributed(Conv2D(16, (3, 3), padding="same", activation="relu")))
model.add(TimeDistributed(MaxPooling2D((2, 2))))
model.add(TimeDistributed(Flatten()))
model.add(LSTM(32))
model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=16, epochs=15, validation_data=(x_val, y_val), verbose=2)
print(model.evaluate(x_test, y_test, verbose=0))
