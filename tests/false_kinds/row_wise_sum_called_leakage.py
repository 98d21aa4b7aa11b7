# A statistic over the values of one row or one window tells no row of another: nothing leaks.
# == frame
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, Normalizer, StandardScaler, minmax_scale, normalize
from tensorflow.keras.layers import LSTM, Dense, Input
from tensorflow.keras.models import Sequential

data = np.load("windows.npy")
labels = np.load("labels.npy")
...
x_train, x_test, y_train, y_test = train_test_split(data, labels, test_size=0.2, random_state=0)
model = Sequential([Input((6, 3)), LSTM(4), Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, validation_split=0.1, epochs=2)
model.evaluate(x_test, y_test)
# == the last axis
data = data / data.sum(axis=-1, keepdims=True)
# == the last axis by its number
data = data / np.sum(data, axis=2, keepdims=True)
# == the time axis
data = data - data.mean(axis=1, keepdims=True)
# == time and features
data = (data - data.mean(axis=(1, 2), keepdims=True)) / data.std(axis=(1, 2), keepdims=True)
# == axis by position
data = data / np.max(data, 1, keepdims=True)
# == a new axis instead of keepdims
data = data / data.sum(axis=2)[:, :, None]
# == expand_dims
data = data - np.expand_dims(data.min(axis=1), 1)
# == in place
data /= data.max(axis=-1, keepdims=True)
# == the norm
data = data / np.linalg.norm(data, axis=-1, keepdims=True)
# == np.ptp
data = (data - data.min(axis=1, keepdims=True)) / np.ptp(data, axis=1, keepdims=True)
# == np.apply_along_axis
data = np.apply_along_axis(lambda row: row - row.mean(), 1, data)
# == window by window in a comprehension
data = np.array([(w - w.mean()) / w.std() for w in data])
# == window by window in a loop
for i in range(len(data)):
    data[i] = (data[i] - data[i].mean(axis=0)) / data[i].std(axis=0)
# == window by window with a scaler of its own
data = np.array([MinMaxScaler().fit_transform(w) for w in data])
# == window by window in a function
def zscore(window):
    return (window - np.mean(window)) / np.std(window)


data = np.stack([zscore(w) for w in data])
# == map
data = np.array(list(map(lambda w: w / w[0], data)))
# == the first value of each window
data = data / data[:, :1, :] - 1
# == softmax by hand
e = np.exp(data)
data = e / e.sum(axis=-1, keepdims=True)
# == tf.reduce_sum
data = (data / tf.reduce_sum(data, axis=-1, keepdims=True)).numpy()
# == tf.math.l2_normalize
data = tf.math.l2_normalize(data, axis=2).numpy()
# == Normalizer works by rows
data = Normalizer().fit_transform(data.reshape(-1, 3)).reshape(-1, 6, 3)
# == normalize works by rows
data = normalize(data.reshape(len(data), -1)).reshape(-1, 6, 3)
# == rows of a frame
table = pd.read_csv("wide_scaled.csv")
table = table.div(table.sum(axis=1), axis=0)
data = table.values.reshape(60, 6, 3)
# == rows of a frame by columns
table = pd.read_csv("wide_scaled.csv")
table = table.sub(table.mean(axis="columns"), axis="index")
data = table.to_numpy().reshape(60, 6, 3)
# == rows of a frame by apply
table = pd.read_csv("wide_scaled.csv").apply(lambda row: row / row.max(), axis=1)
data = table.values.reshape(-1, 6, 3)
# == minmax_scale by rows
data = minmax_scale(data.reshape(len(data), -1), axis=1).reshape(-1, 6, 3)
# == known limits
data = (data - 0.0) / 255.0
# == parts put together
parts = []
for name in ["a.npy", "b.npy"]:
    power = np.load(name)
    parts.append(power / power.sum(axis=-1, keepdims=True))
data = np.concatenate(parts, axis=0)
# == statistics of the training rows only (whole)
import numpy as np
from keras import Input, Sequential, layers

data, labels = np.load("windows.npy"), np.load("labels.npy")
mean, std = data[:40].mean(axis=0), data[:40].std(axis=0)
x_train, x_test = (data[:40] - mean) / std, (data[40:] - mean) / std
model = Sequential([Input((6, 3)), layers.LSTM(4), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train, labels[:40], validation_data=(x_test, labels[40:]), epochs=1)
# == the mean of all rows -> LL703
data = (data - data.mean(axis=0)) / data.std(axis=0)
# == the mean of everything -> LL703
data = (data - data.mean()) / data.std()
# == all rows beside the last axis -> LL703
data = (data - data.mean(axis=(0, 1))) / data.std(axis=(0, 1))
# == the largest of all rows, row-wise first -> LL703
data = data / data.sum(axis=-1, keepdims=True)
data = data / data.max()
# == a scaler of all rows -> LL703
data = StandardScaler().fit_transform(data.reshape(-1, 3)).reshape(-1, 6, 3)
# == columns of a frame -> LL703
table = pd.read_csv("wide_scaled.csv")
table = (table - table.mean()) / table.std()
data = table.values.reshape(60, 6, 3)
# == minmax_scale by columns -> LL703
data = minmax_scale(data.reshape(len(data), -1), axis=0).reshape(-1, 6, 3)
# == tf.reduce_max over the samples -> LL703
data = (data / tf.reduce_max(data, axis=0, keepdims=True)).numpy()
# == windows put together again are all rows -> LL703
data = np.array([w[::-1] for w in data])
data = data / data.max()
