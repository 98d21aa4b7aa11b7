# line 21 (also 20): error: six maps cannot be reshaped into one; the last ConvLSTM2D must return only its last map
import numpy as np
import keras
from keras.layers import Conv2D, ConvLSTM2D, Dense, GlobalAveragePooling2D, Input, Reshape

HOURS, SIDE = 6, 16


def maps(count, seed):
    rng = np.random.default_rng(seed)
    cover = rng.random((count, HOURS, SIDE, SIDE, 1), dtype="float32")
    cover = np.cumsum(cover, axis=1) / HOURS
    storm = (cover[:, -1, :, :, 0].mean(axis=(1, 2)) > 0.5).astype("float32")
    return cover, storm


def storm_model(filters=6):
    sky = Input(shape=(HOURS, SIDE, SIDE, 1))
    h = ConvLSTM2D(filters, 3, padding="same", return_sequences=True)(sky)
    h = ConvLSTM2D(filters, 3, padding="same", return_sequences=True)(h)
    flat = Reshape((SIDE, SIDE, filters), name="one_map")(h)
    flat = Conv2D(8, 3, activation="relu")(flat)
    model = keras.Model(sky, Dense(1, activation="sigmoid")(GlobalAveragePooling2D()(flat)))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


keras.utils.set_random_seed(47)
x, y = maps(32, seed=0)
x_new, y_new = maps(8, seed=1)
model = storm_model()
model.fit(x, y, epochs=2, batch_size=8, verbose=0)
print("held-out loss", round(model.evaluate(x_new, y_new, verbose=0), 4))
