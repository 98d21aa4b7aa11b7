import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

FRAMES, SIDE = 4, 12
gen = np.random.default_rng(5)


def moving_bars(n_clips):
    """A bar that runs right (0), left (1) or down (2)."""
    kind = gen.integers(0, 3, n_clips)
    pictures = []
    for k in kind:
        for f in range(FRAMES):
            img = gen.normal(0, 0.05, (SIDE, SIDE))
            if k == 2:
                img[2 + 2 * f, :] += 1.0
            else:
                img[:, (2 + 2 * f) if k == 0 else (SIDE - 3 - 2 * f)] += 1.0
            pictures.append(img)
    return np.array(pictures, dtype="float32"), kind


train_pics, train_kind = moving_bars(120)
test_pics, test_kind = moving_bars(40)
x_train = train_pics.reshape(-1, FRAMES, SIDE, SIDE, 1)
x_test = test_pics.reshape(-1, FRAMES, SIDE, SIDE, 1)

cnn = tf.keras.Sequential([
    layers.Input((SIDE, SIDE, 1)),
    layers.Conv2D(6, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
])
model = tf.keras.Sequential([
    layers.Input((FRAMES, SIDE, SIDE, 1)),
    layers.TimeDistributed(cnn),
    layers.LSTM(24),
    layers.Dense(3, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, train_kind, epochs=6, batch_size=16, verbose=0)
print("accuracy", model.evaluate(x_test, test_kind, verbose=0)[1])
