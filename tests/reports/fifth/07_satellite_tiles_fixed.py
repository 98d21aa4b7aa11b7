import numpy as np
from keras import Sequential, Input
from keras.layers import TimeDistributed, Conv2D, MaxPooling2D, Flatten, GRU, Dense
from keras.callbacks import EarlyStopping

MONTHS, H, W, BANDS = 6, 16, 16, 3


class TileSource:
    """Monthly tiles of a field; 1 = the field greens up in spring."""

    def __init__(self, seed):
        self.gen = np.random.default_rng(seed)

    def draw(self, n):
        label = self.gen.integers(0, 2, n)
        tiles = self.gen.random((n, MONTHS, H, W, BANDS)).astype("float32") * 0.3
        ramp = np.linspace(0, 0.5, MONTHS, dtype="float32")[None, :, None, None]
        tiles[..., 1] += ramp * label[:, None, None, None]
        return tiles, label


source = TileSource(seed=4)
x_train, y_train = source.draw(120)
x_val, y_val = source.draw(40)
x_test, y_test = source.draw(40)

classifier = Sequential()
classifier.add(Input(shape=(MONTHS, H, W, BANDS)))
classifier.add(TimeDistributed(Conv2D(8, (3, 3), activation="relu")))
classifier.add(TimeDistributed(MaxPooling2D((2, 2))))
classifier.add(TimeDistributed(Flatten()))
classifier.add(GRU(16))
classifier.add(Dense(1, activation="sigmoid"))
classifier.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
classifier.fit(x_train, y_train, epochs=6, batch_size=16, validation_data=(x_val, y_val), verbose=0,
               callbacks=[EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)])
print(classifier.evaluate(x_test, y_test, verbose=0))
