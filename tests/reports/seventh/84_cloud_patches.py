# line 25 (also 24): error: Conv2D reads single images, the input is a sequence of images; wrap it in TimeDistributed
import numpy as np
import keras
from keras import layers

FRAMES, SIDE = 5, 24


def sky(count, seed):
    """Five satellite pictures; the cloud moves to the left, the right, up or down."""
    rng = np.random.default_rng(seed)
    way = rng.integers(0, 4, count)
    step = np.array([[0, -2], [0, 2], [-2, 0], [2, 0]])
    films = np.zeros((count, FRAMES, SIDE, SIDE, 1), dtype="float32")
    for n in range(count):
        row, col = rng.integers(8, SIDE - 12, 2)
        for f in range(FRAMES):
            r, c = np.clip([row, col] + f * step[way[n]], 0, SIDE - 5)
            films[n, f, r:r + 4, c:c + 4] = 1.0
    return films, way


def cloud_model():
    film = keras.Input(shape=(FRAMES, SIDE, SIDE, 1))
    x = layers.Conv2D(6, 4, strides=2, activation="relu", padding="same")(film)
    x = layers.ConvLSTM2D(6, 3, padding="same")(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.2)(x)
    way = layers.Dense(4, activation="softmax")(x)
    return keras.Model(film, way, name="clouds")


keras.utils.set_random_seed(23)
model = cloud_model()
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
x_train, y_train = sky(160, seed=1)
x_test, y_test = sky(40, seed=2)
model.fit(x_train, y_train, epochs=4, batch_size=16, validation_split=0.1, verbose=0)
print("accuracy", round(model.evaluate(x_test, y_test, verbose=0)[1], 3))
