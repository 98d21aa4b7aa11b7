# the same work with the smallest change
import numpy as np
import pandas as pd
from keras import layers
from keras.models import Sequential
from keras.optimizers import RMSprop

frame = pd.read_csv("jena_climate_2009_2016.csv")
float_data = frame.drop(columns=["Date Time"]).to_numpy(dtype="float32")
train_rows = int(len(float_data) * 0.5)
mean = float_data[:train_rows].mean(axis=0)
std = float_data[:train_rows].std(axis=0)
float_data = (float_data - mean) / std

lookback, step, delay, batch_size = 720, 6, 144, 64


def generator(data, min_index, max_index):
    i = min_index + lookback
    while True:
        if i + batch_size >= max_index - delay:
            i = min_index + lookback
        rows = np.arange(i, i + batch_size)
        i += batch_size
        samples = np.stack([data[row - lookback:row:step] for row in rows])
        yield samples, data[rows + delay][:, 1]


train_gen = generator(float_data, 0, train_rows)
val_gen = generator(float_data, train_rows, len(float_data))

model = Sequential()
model.add(layers.Input(shape=(None, float_data.shape[-1])))
model.add(layers.LSTM(32, dropout=0.1, recurrent_dropout=0.5, return_sequences=True))
model.add(layers.LSTM(64, dropout=0.1, recurrent_dropout=0.5))
model.add(layers.Dense(1))
model.compile(optimizer=RMSprop(), loss="mae")
history = model.fit(train_gen, steps_per_epoch=20, epochs=3, validation_data=val_gen, validation_steps=4)
print(history.history["loss"], history.history["val_loss"])
