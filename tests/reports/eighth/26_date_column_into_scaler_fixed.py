# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, GRU, Dense

n = 260
dates = pd.date_range("2017-01-02", periods=n, freq="B").strftime("%d-%m-%Y")
price = 200 + np.cumsum(np.random.randn(n))
df = pd.DataFrame({"Date": dates, "Open": price, "High": price + 1.5, "Low": price - 1.2,
                   "Close": price + 0.3, "Volume": np.random.randint(1000, 9000, n)})

shift_steps = 5
target_names = ["Close"]
df_targets = df[target_names].shift(-shift_steps)

x_data = df.drop(columns="Date").values[0:-shift_steps]
y_data = df_targets.values[:-shift_steps]

num_train = int(0.9 * len(x_data))
x_train, x_test = x_data[0:num_train], x_data[num_train:]
y_train, y_test = y_data[0:num_train], y_data[num_train:]

x_scaler = MinMaxScaler()
x_train_scaled = x_scaler.fit_transform(x_train)
x_test_scaled = x_scaler.transform(x_test)
y_scaler = MinMaxScaler()
y_train_scaled = y_scaler.fit_transform(y_train)


def batch_generator(batch_size, sequence_length):
    while True:
        starts = np.random.randint(num_train - sequence_length, size=batch_size)
        yield (np.stack([x_train_scaled[s:s + sequence_length] for s in starts]),
               np.stack([y_train_scaled[s:s + sequence_length] for s in starts]))


model = Sequential()
model.add(Input(shape=(None, x_train_scaled.shape[1])))
model.add(GRU(units=16, return_sequences=True))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="mse", optimizer="rmsprop")
model.fit(batch_generator(8, 20), steps_per_epoch=3, epochs=1)
