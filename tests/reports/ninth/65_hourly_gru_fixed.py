# the same work with the smallest change
import numpy as np
import pandas as pd
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
from keras.layers import GRU, Dense, Input
from keras.models import Sequential
from keras.optimizers import RMSprop
from sklearn.preprocessing import MinMaxScaler

num_lags = 10
frame = pd.read_csv("hourly.csv", parse_dates=["time"], index_col="time")

x_scaler, y_scaler = MinMaxScaler(), MinMaxScaler()
x_scaled = x_scaler.fit_transform(frame[["X"]])
y_scaled = y_scaler.fit_transform(frame[["Y"]])


def with_lags(series):
    return np.stack([series[i:len(series) - num_lags + i, 0] for i in range(num_lags)], axis=1)


split = int(0.8 * len(frame))
x_train = with_lags(x_scaled[:split])
y_train = y_scaled[:split][num_lags:]
x_test, y_test = with_lags(x_scaled[split:]), y_scaled[split:][num_lags:]

sequence_length = 24
starts = range(0, len(x_train) - sequence_length, 4)
x_batches = np.stack([x_train[s:s + sequence_length] for s in starts])
y_batches = np.stack([y_train[s:s + sequence_length] for s in starts])
validation_data = (np.expand_dims(x_test, axis=0), np.expand_dims(y_test, axis=0))

model = Sequential()
model.add(Input(shape=(None, num_lags)))
model.add(GRU(32, return_sequences=True))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="mse", optimizer=RMSprop(learning_rate=1e-3))

callbacks = [EarlyStopping(monitor="val_loss", patience=5), ReduceLROnPlateau(monitor="val_loss", patience=0)]
model.fit(x_batches, y_batches, epochs=2, batch_size=16, validation_data=validation_data, callbacks=callbacks)
