# A scaler keeps the shape that it is given; reshape to the old shape restores it, whatever it is.
# == frame
import numpy as np
import pandas as pd
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler
from tensorflow.keras import Model, Sequential
from tensorflow.keras.layers import LSTM, Dense, Input

windows = np.load("windows.npy")
y = np.load("y_scaled.npy")
scaler = StandardScaler()
...
i = Input(shape=windows.shape[1:])
m = Model(i, Dense(1)(LSTM(4)(i)))
m.compile("adam", "mse")
m.fit(windows, y, epochs=2)
# == one line
windows = scaler.fit_transform(windows.reshape(-1, windows.shape[-1])).reshape(windows.shape)
# == the shape kept in a name
shape = windows.shape
flat = windows.reshape(-1, shape[-1])
windows = scaler.fit_transform(flat).reshape(shape)
# == the shape unpacked
n, steps, features = windows.shape
windows = scaler.fit_transform(windows.reshape(n * steps, features)).reshape(n, steps, features)
# == the shape unpacked with a star
n, *rest = windows.shape
windows = scaler.fit_transform(windows.reshape(n, -1)).reshape(n, *rest)
# == a star in the call
windows = scaler.fit_transform(windows.reshape(len(windows), -1)).reshape(-1, *windows.shape[1:])
# == fit and transform apart
flat = windows.reshape(-1, windows.shape[2])
scaler.fit(flat)
windows = scaler.transform(flat).reshape(windows.shape[0], windows.shape[1], windows.shape[2])
# == fit chained
flat = windows.reshape((-1, windows.shape[2]))
windows = MinMaxScaler((0, 1)).fit(flat).transform(flat).reshape(windows.shape)
# == np.reshape
windows = np.reshape(scaler.fit_transform(np.reshape(windows, (-1, windows.shape[-1]))), windows.shape)
# == reshape by keyword
old = windows.shape
windows = RobustScaler().fit_transform(windows.reshape(-1, old[2])).reshape(old, order="C")
# == one column for all
windows = MinMaxScaler().fit_transform(windows.reshape(-1, 1)).reshape(windows.shape)
# == ravel and a new axis
windows = MinMaxScaler().fit_transform(windows.ravel()[:, None]).reshape(windows.shape)
# == flatten and a list as shape
windows = MaxAbsScaler().fit_transform(windows.flatten().reshape(-1, 1)).reshape([*windows.shape])
# == column by column in a loop
for j in range(windows.shape[2]):
    windows[:, :, j] = StandardScaler().fit_transform(windows[:, :, j])
# == step by step with a scaler each
scalers = {}
for j in range(windows.shape[1]):
    scalers[j] = StandardScaler()
    windows[:, j, :] = scalers[j].fit_transform(windows[:, j, :])
# == sample by sample
windows = np.array([StandardScaler().fit_transform(w) for w in windows])
# == a helper
def scaled(values, tool):
    return tool.fit_transform(values.reshape(-1, values.shape[-1])).reshape(values.shape)


windows = scaled(windows, MinMaxScaler())
# == a class of two methods
class Scale3D:
    def __init__(self):
        self.tool = StandardScaler()

    def fit_transform(self, values):
        return self.tool.fit_transform(values.reshape(-1, values.shape[-1])).reshape(values.shape)

    def transform(self, values):
        return self.tool.transform(values.reshape(-1, values.shape[-1])).reshape(values.shape)


windows = Scale3D().fit_transform(windows)
# == a subclass of a scaler
class Scale3D(StandardScaler):
    def fit_transform(self, values, y=None):
        return super().fit_transform(values.reshape(-1, values.shape[-1])).reshape(values.shape)


windows = Scale3D().fit_transform(windows)
# == a pipeline
from sklearn.pipeline import make_pipeline

flat = windows.reshape(-1, windows.shape[-1])
windows = make_pipeline(StandardScaler(), MinMaxScaler()).fit_transform(flat).reshape(windows.shape)
# == there and back again
flat = windows.reshape(-1, windows.shape[-1])
windows = scaler.inverse_transform(scaler.fit_transform(flat)).reshape(windows.shape)
# == of frames
table = pd.DataFrame(windows.reshape(-1, windows.shape[-1]))
table[table.columns] = scaler.fit_transform(table)
windows = table.values.reshape(windows.shape)
# == swapped and back
turned = windows.transpose(0, 2, 1)
windows = scaler.fit_transform(turned.reshape(-1, turned.shape[-1])).reshape(turned.shape).transpose(0, 2, 1)
# == the target as well
y = MinMaxScaler().fit_transform(y.reshape(-1, 1)).reshape(y.shape)
windows = scaler.fit_transform(windows.reshape(-1, windows.shape[-1])).reshape(windows.shape)
# == cells of a notebook (notebook)
import numpy as np
from keras import Sequential, layers
from sklearn.preprocessing import StandardScaler

x = np.load("windows.npy")
# %%
s = StandardScaler()
x = s.fit_transform(x.reshape(-1, x.shape[-1])).reshape(x.shape)
# %%
model = Sequential([layers.Input(x.shape[1:]), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, np.load("y_scaled.npy"))
# == the shape is not restored -> LL102
windows = np.random.rand(60, 6, 3)
windows = scaler.fit_transform(windows.reshape(-1, windows.shape[-1]))
y = np.random.rand(360, 1)
# == flat for each sample, and left so -> LL102
windows = np.random.rand(60, 6, 3)
windows = scaler.fit_transform(windows.reshape(60, -1))
# == restored with an axis too many -> LL102
windows = np.random.rand(60, 6, 3)
windows = scaler.fit_transform(windows.reshape(-1, 3)).reshape(*windows.shape, 1)
