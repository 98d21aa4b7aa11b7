# expect: line 14 (also 35): the rows are shuffled before the windows are cut, so a window holds 24 unrelated hours instead of the last 24; split without shuffle (warning)
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from tensorflow import keras

LOOKBACK, BATCH = 24, 32

frame = pd.read_csv("taxi_demand.csv")
X = frame[["demand", "rain", "holiday"]]
y = frame["demand"]

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, random_state=42)

x_scaler = StandardScaler().fit(X_train)
y_scaler = StandardScaler().fit(y_train.to_frame())


class History(keras.utils.PyDataset):
    """Each sample: the LOOKBACK rows before row i -> demand in row i."""  

    def __init__(self, X, y, **kwargs):
        super().__init__(**kwargs)
        self.x = x_scaler.transform(X)
        self.y = y_scaler.transform(y.to_frame()).ravel()
        self.index = np.arange(LOOKBACK, len(self.y))

    def __len__(self):
        return int(np.ceil(len(self.index) / BATCH))

    def __getitem__(self, k):
        rows = self.index[k * BATCH:(k + 1) * BATCH]
        windows = np.stack([self.x[r - LOOKBACK:r] for r in rows])
        return windows, self.y[rows]


train_gen, test_gen = History(X_train, y_train), History(X_test, y_test)

model = keras.Sequential([
    keras.Input((LOOKBACK, 3)),
    keras.layers.LSTM(32),
    keras.layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(train_gen, epochs=10, verbose=0)
print("scaled test mse", model.evaluate(test_gen, verbose=0))
