# line 44 (also 24): error: reshape does not swap axes: steps and sensors are mixed up; training used transpose
import pathlib
import tempfile

import numpy as np
import keras
from keras import layers

FOLDER = pathlib.Path(tempfile.mkdtemp())
SENSORS, STEPS, GESTURES = 5, 20, 4


def record(count, seed):
    """The glove delivers (sample, sensor, step)."""
    rng = np.random.default_rng(seed)
    gesture = rng.integers(0, GESTURES, count)
    raw = rng.normal(0, 0.4, (count, SENSORS, STEPS)).astype("float32")
    raw[np.arange(count), gesture] += np.linspace(0, 3, STEPS, dtype="float32")
    return raw, gesture


def train():
    raw, gesture = record(320, seed=0)
    x = raw.transpose(0, 2, 1)
    model = keras.Sequential([
        keras.Input((STEPS, SENSORS)),
        layers.LSTM(16),
        layers.Dense(GESTURES, activation="softmax"),
    ])
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.01),
                  metrics=["accuracy"])
    model.fit(x, gesture, epochs=4, batch_size=32, verbose=0)
    (FOLDER / "model.json").write_text(model.to_json())
    model.save_weights(FOLDER / "glove.weights.h5")


def load():
    model = keras.models.model_from_json((FOLDER / "model.json").read_text())
    model.load_weights(FOLDER / "glove.weights.h5")
    return model


def recognise(model, raw):
    x = raw.reshape(len(raw), STEPS, SENSORS)
    return model.predict(x, verbose=0).argmax(axis=1)


keras.utils.set_random_seed(44)
train()
raw, gesture = record(120, seed=1)
print("right:", float((recognise(load(), raw) == gesture).mean()))
