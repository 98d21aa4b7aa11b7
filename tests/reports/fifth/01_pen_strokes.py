import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rng = np.random.default_rng(7)


def strokes(n, steps=20):
    """Pen strokes: x, y and pressure over time; the label is the drawn figure (3 kinds)."""
    label = rng.integers(0, 3, n)
    t = np.linspace(0, 1, steps)[None, :]
    turns = (label[:, None] + 1) * np.pi
    xyz = np.stack([np.sin(turns * t), np.cos(turns * t), np.repeat(t, n, axis=0)], axis=-1)
    return (xyz + rng.normal(0, 0.1, xyz.shape)).astype("float32"), label


def build(steps, channels, classes):
    model = keras.Sequential(name="stroke_net")
    model.add(keras.Input(shape=(steps, channels)))
    model.add(layers.LSTM(32))
    model.add(layers.LSTM(32))
    model.add(layers.LSTM(16))
    model.add(layers.Dense(classes, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


x_train, y_train = strokes(240)
x_test, y_test = strokes(80)
net = build(x_train.shape[1], x_train.shape[2], 3)
net.fit(x_train, y_train, epochs=4, batch_size=32, validation_split=0.2, verbose=0)
print("accuracy on new strokes:", net.evaluate(x_test, y_test, verbose=0)[1])
