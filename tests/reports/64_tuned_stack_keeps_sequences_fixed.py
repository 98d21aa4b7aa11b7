# fixed twin of 64_tuned_stack_keeps_sequences.py
import keras
import keras_tuner
import numpy as np
from keras import layers

x = np.random.normal(size=(120, 16, 3))
y = np.eye(4)[np.random.randint(0, 4, 120)]


def build(hp):
    model = keras.models.Sequential()
    model.add(keras.Input((16, 3)))
    depth = hp.Int("layers", 1, 3)
    for i in range(depth):
        units = hp.Int("units_" + str(i), 8, 24, step=8)
        model.add(layers.Bidirectional(layers.LSTM(units, return_sequences=i < depth - 1)))
    model.add(layers.Dropout(hp.Float("dropout", 0.2, 0.5, step=0.1)))
    model.add(layers.Dense(4, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


search = keras_tuner.RandomSearch(
    build, objective="val_accuracy", max_trials=2, overwrite=True, directory="search", project_name="bi"
)
search.search(x[:90], y[:90], validation_data=(x[90:], y[90:]), epochs=1, verbose=0)
