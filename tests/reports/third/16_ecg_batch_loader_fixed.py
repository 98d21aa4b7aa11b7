import math
import numpy as np
import keras
from keras import layers


class BeatLoader(keras.utils.Sequence):
    """Serves batches of heart beats."""

    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        part = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[part], self.y[part]


rng = np.random.default_rng(12)
t = np.linspace(0, 1, 90)
kind = rng.integers(0, 3, size=480)
width = np.array([0.02, 0.05, 0.09])[kind][:, None]
beats = np.exp(-(t - 0.5) ** 2 / (2 * width ** 2)) + rng.normal(0, 0.1, (480, 90))
beats = beats[..., None].astype("float32")

train_gen = BeatLoader(beats[:352], kind[:352], 32)
val_gen = BeatLoader(beats[352:416], kind[352:416], 32)

model = keras.Sequential([
    layers.Input(shape=(90, 1)),
    layers.Bidirectional(layers.LSTM(16)),
    layers.Dropout(0.2),
    layers.Dense(3, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_gen, validation_data=val_gen, epochs=15, verbose=2)
print(model.evaluate(beats[416:], kind[416:], verbose=0))
