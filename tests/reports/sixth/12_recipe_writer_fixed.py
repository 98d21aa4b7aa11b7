# the same work with the smallest change
import pathlib
import tempfile

import numpy as np
import keras
from keras import layers

TEXT = (
    "peel the onions and fry them in butter until golden. add flour, stir, pour in stock. "
    "simmer for half an hour. toast the bread, cover with cheese, put it under the grill. "
) * 6
SPAN = 20
WEIGHTS = pathlib.Path(tempfile.gettempdir()) / "recipe_writer.weights.h5"

letters = sorted(set(TEXT))
to_id = {c: i for i, c in enumerate(letters)}
to_char = {i: c for i, c in enumerate(letters)}


def build():
    net = keras.Sequential([
        keras.Input(shape=(SPAN, len(letters))),
        layers.LSTM(32),
        layers.Dense(len(letters), activation="softmax"),
    ])
    net.compile(optimizer=keras.optimizers.RMSprop(0.01), loss="categorical_crossentropy")
    return net


def train():
    eye = np.eye(len(letters), dtype="float32")
    ids = np.array([to_id[c] for c in TEXT])
    x = np.stack([eye[ids[i:i + SPAN]] for i in range(len(ids) - SPAN)])
    y = eye[ids[SPAN:]]
    net = build()
    net.fit(x, y, batch_size=64, epochs=2, verbose=0)
    net.save_weights(WEIGHTS)


def write(start, length=30):
    """Called on another day, in another process."""
    net = build()
    net.load_weights(WEIGHTS)
    text = start
    for _ in range(length):
        row = np.zeros((1, SPAN, len(letters)), dtype="float32")
        for t, c in enumerate(text[-SPAN:]):
            row[0, t, to_id[c]] = 1.0
        text += to_char[int(net(row, training=False).numpy().argmax())]
    return text


if __name__ == "__main__":
    keras.utils.set_random_seed(6)
    if not WEIGHTS.exists():
        train()
    print("".join(letters[:8]), "|", write(TEXT[:SPAN]))
    WEIGHTS.unlink()
