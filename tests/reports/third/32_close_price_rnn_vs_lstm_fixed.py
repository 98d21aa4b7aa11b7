# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import r2_score
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Input, SimpleRNN, LSTM, Dense
from tensorflow.keras.callbacks import EarlyStopping

df = pd.read_csv("prices.csv", parse_dates=["Date"], index_col="Date").sort_index()
window_size = 20
train_raw, test_raw = df[["Close"]].iloc[:400], df[["Close"]].iloc[400 - window_size:]

# %%
mm = MinMaxScaler().fit(train_raw)
train, test = mm.transform(train_raw), mm.transform(test_raw)


def window_data(arr, size):
    X, y = [], []
    for i in range(len(arr) - size):
        X.append(arr[i:i + size, 0])
        y.append(arr[i + size, 0])
    return np.array(X), np.array(y)


X_train, y_train = window_data(train, window_size)
X_test, y_test = window_data(test, window_size)
X_train = X_train.reshape(X_train.shape[0], window_size, 1)
X_test = X_test.reshape(X_test.shape[0], window_size, 1)

# %%
for name, cell in {"RNN": SimpleRNN, "LSTM": LSTM}.items():
    net = Sequential([Input(shape=(window_size, 1)), cell(32), Dense(1)])
    net.compile(optimizer="adam", loss="mse")
    net.fit(X_train, y_train, epochs=30, batch_size=32, validation_split=0.1,
            callbacks=[EarlyStopping(patience=4, restore_best_weights=True)], verbose=0)
    pred = mm.inverse_transform(net.predict(X_test, verbose=0))
    real = mm.inverse_transform(y_test.reshape(-1, 1))
    print(name, "R2 =", round(r2_score(real, pred), 3))
