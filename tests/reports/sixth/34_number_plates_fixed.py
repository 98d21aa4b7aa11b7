# the same work with the smallest change
import numpy as np
import keras
from keras import layers

GLYPHS = 12
LETTERS = 7


class PlateReader:
    """Conv + BiLSTM with CTC; steps run along the width of the plate."""

    def __init__(self, width=32, height=12):
        self.width, self.height = width, height

    def plates(self, count, seed):
        rng = np.random.default_rng(seed)
        text = np.stack([rng.permutation(GLYPHS - 1)[:LETTERS] + 1 for _ in range(count)])
        image = rng.normal(0, 0.1, (count, self.width, self.height, 1))
        for k in range(LETTERS):
            for n in range(count):
                image[n, 4 * k + 2:4 * k + 5, text[n, k], 0] += 1
        return image.astype("float32"), text.astype("int32")

    def build(self):
        plate = keras.Input((self.width, self.height, 1))
        x = layers.Conv2D(6, 3, padding="same", activation="relu")(plate)
        x = layers.MaxPooling2D((2, 2))(x)
        x = layers.Conv2D(8, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D((1, 2))(x)
        x = layers.Reshape((-1, x.shape[2] * x.shape[3]))(x)
        x = layers.Bidirectional(layers.LSTM(12, return_sequences=True))(x)
        scores = layers.Dense(GLYPHS)(x)
        model = keras.Model(plate, scores)
        model.compile(optimizer=keras.optimizers.Adam(0.005), loss=keras.losses.CTC())
        return model


keras.utils.set_random_seed(36)
reader = PlateReader()
images, texts = reader.plates(96, seed=0)
model = reader.build()
history = model.fit(images, texts, epochs=2, batch_size=16, verbose=0)
print("steps", model.output_shape[1], "loss", history.history["loss"])
