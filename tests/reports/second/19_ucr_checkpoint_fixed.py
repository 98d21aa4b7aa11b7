# fixed twin of 19_ucr_checkpoint.py
import numpy as np
from keras.callbacks import ModelCheckpoint, ReduceLROnPlateau
from keras.layers import (Activation, BatchNormalization, Conv1D, Dense, Dropout,
                          GlobalAveragePooling1D, Input, LSTM, concatenate)
from keras.models import Model, load_model
from keras.utils import set_random_seed, to_categorical

set_random_seed(9)
LENGTH, CLASSES = 60, 2


def load_dataset(n, seed):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, CLASSES, n)
    x = rng.normal(size=(n, LENGTH, 1)) + 0.1 * y[:, None, None]
    return x.astype("float32"), to_categorical(y, CLASSES)


def lstm_fcn():
    ip = Input((LENGTH, 1))
    a = Dropout(0.5)(LSTM(8)(ip))
    b = Conv1D(32, 8, padding="same")(ip)
    b = Activation("relu")(BatchNormalization()(b))
    b = GlobalAveragePooling1D()(b)
    return Model(ip, Dense(CLASSES, activation="softmax")(concatenate([a, b])))


X_train, y_train = load_dataset(120, 0)
X_test, y_test = load_dataset(60, 1)

model = lstm_fcn()
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
callbacks = [
    ModelCheckpoint("best.keras", monitor="val_accuracy", mode="max", save_best_only=True),
    ReduceLROnPlateau(monitor="val_accuracy", mode="max", patience=10, factor=0.7),
]
model.fit(X_train, y_train, batch_size=32, epochs=40, callbacks=callbacks,
          validation_split=0.25, verbose=0)

best = load_model("best.keras")
loss, acc = best.evaluate(X_test, y_test, verbose=0)
print("final test accuracy %.3f" % acc)
