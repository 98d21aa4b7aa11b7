# expect: line 25: the objective is "accuracy", the model has no metrics; for a regression search on objective="val_loss" (error)
import keras_tuner as kt
import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from keras.optimizers import Adam

X = np.random.rand(160, 12, 1)
y = np.random.rand(160, 1)


def model_builder(hp):
    model = Sequential()
    model.add(Input((X.shape[1], 1)))
    model.add(LSTM(hp.Int("units_1", min_value=8, max_value=24, step=8), return_sequences=True))
    model.add(LSTM(hp.Int("units_2", min_value=8, max_value=24, step=8)))
    model.add(Dense(units=1))
    rate = hp.Choice("learning_rate", values=[1e-2, 1e-3, 1e-4])
    model.compile(optimizer=Adam(learning_rate=rate), loss="mean_squared_error")
    return model


tuner = kt.RandomSearch(
    model_builder,
    objective="accuracy",
    max_trials=2,
    overwrite=True,
    directory="search",
    project_name="lstm",
)
tuner.search(X, y, epochs=1, validation_split=0.2, verbose=0)
