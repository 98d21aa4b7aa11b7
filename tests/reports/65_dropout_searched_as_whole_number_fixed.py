# fixed twin of 65_dropout_searched_as_whole_number.py
import keras_tuner as kt
import numpy as np
from tensorflow import keras
from tensorflow.keras.layers import LSTM, Dense, Dropout

trainX = np.random.normal(size=(100, 10, 4))
trainY = np.random.normal(size=(100, 1))


def build_model(hp):
    model = keras.Sequential()
    model.add(keras.Input((trainX.shape[1], trainX.shape[2])))
    model.add(LSTM(hp.Int("input_units", min_value=8, max_value=24, step=8)))
    model.add(Dropout(hp.Float("rate", min_value=0.1, max_value=0.5, step=0.1)))
    model.add(Dense(1))
    model.compile(optimizer=keras.optimizers.Adam(hp.Choice("learning_rate", values=[1e-2, 1e-3])), loss="mse")
    return model


tuner = kt.RandomSearch(
    build_model, objective="val_loss", max_trials=2, overwrite=True, directory="search", project_name="rate"
)
tuner.search(trainX, trainY, epochs=1, validation_split=0.2, verbose=0)
