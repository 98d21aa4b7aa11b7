import numpy as np
import pandas as pd
import tensorflow as tf

raw_df = pd.read_csv("gspc.csv")
print(raw_df[["Date", "Close"]].head(3))
#          Date         Close
# 0  2021-05-14  ...            <- the download has the latest day on top
# 1  2021-05-13  ...
# 2  2021-05-12  ...


class StockData:
    def __init__(self, frame, num_steps=20, test_ratio=0.1):
        self.num_steps = num_steps
        self.raw_seq = frame["Close"].to_numpy()
        # relative changes instead of prices
        seq = np.diff(self.raw_seq) / self.raw_seq[:-1]
        n_test = int(len(seq) * test_ratio)
        self.std = seq[:-n_test].std()
        seq = seq / self.std
        X = np.array([seq[i:i + num_steps] for i in range(len(seq) - num_steps)])[..., None]
        y = seq[num_steps:]
        self.train_X, self.test_X = X[:-n_test], X[-n_test:]
        self.train_y, self.test_y = y[:-n_test], y[-n_test:]


data = StockData(raw_df)
print(data.train_X.shape, data.test_X.shape)

model = tf.keras.Sequential([
    tf.keras.Input(shape=(data.num_steps, 1)),
    tf.keras.layers.LSTM(32),
    tf.keras.layers.Dropout(0.2),
    tf.keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(data.train_X, data.train_y, epochs=25, batch_size=32, validation_split=0.1, verbose=2)

pred = model.predict(data.test_X, verbose=0)[:, 0]
naive = np.mean(data.test_y ** 2)
print("test mse %.4f, always-zero mse %.4f" % (np.mean((pred - data.test_y) ** 2), naive))
