# fixed twin of 57_rare_event_ae.py
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from keras import layers, models, optimizers
from keras.callbacks import EarlyStopping, ModelCheckpoint

LOOKBACK = 8
df = pd.read_csv("paper_machine.csv")
sensors = [c for c in df.columns if c != "break"]

cut = int(len(df) * 0.7)
normal_rows = df.iloc[:cut]
normal_rows = normal_rows[normal_rows["break"] == 0]
scaler = StandardScaler().fit(normal_rows[sensors])
values = scaler.transform(df[sensors])
breaks = df["break"].to_numpy()


def temporalize(start, stop, only_normal):
    X = []
    for i in range(start + LOOKBACK, stop):
        if only_normal and breaks[i - LOOKBACK:i].any():
            continue
        X.append(values[i - LOOKBACK:i])
    return np.array(X)


X_train = temporalize(0, cut, True)
X_valid = temporalize(cut, int(len(df) * 0.85), True)
X_test = temporalize(int(len(df) * 0.85), len(df), True)
n_features = len(sensors)

ae = models.Sequential([
    layers.Input((LOOKBACK, n_features)),
    layers.LSTM(32, return_sequences=True),
    layers.LSTM(12),
    layers.RepeatVector(LOOKBACK),
    layers.LSTM(12, return_sequences=True),
    layers.LSTM(32, return_sequences=True),
    layers.TimeDistributed(layers.Dense(n_features))
])
ae.compile(loss="mse", optimizer=optimizers.Adam(0.01))
ae.fit(X_train, X_train, epochs=25, batch_size=32, validation_data=(X_valid, X_valid),
       callbacks=[ModelCheckpoint("lstm_ae.keras", save_best_only=True),
                  EarlyStopping(patience=5, restore_best_weights=True)], verbose=0)

rec = ae.predict(X_test, verbose=0)
mse = np.mean((rec - X_test) ** 2, axis=(1, 2))
print("reconstruction mse of normal windows: mean %.3f" % mse.mean())
print("lowest value in / out: %.2f / %.2f" % (X_test.min(), rec.min()))
