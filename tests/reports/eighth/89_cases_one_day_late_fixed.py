# the same work with the smallest change
import numpy as np
import pandas as pd
from tensorflow.keras.layers import Dense, Input, LSTM
from tensorflow.keras.models import Model

LOOKBACK = 21
COUNTRIES = ["Alphaland", "Betania", "Gammastan"]


def load():
    r = np.random.default_rng(19)
    parts = []
    for k, name in enumerate(COUNTRIES):
        t = np.arange(220)
        wave = 400 * np.exp(-((t - 70 - 15 * k) / 25) ** 2) + 700 * np.exp(-((t - 180) / 30) ** 2)
        week = 1 + 0.25 * np.sin(2 * np.pi * t / 7)
        parts.append(pd.DataFrame({"GeoID": name, "day": t, "NewCases": r.poisson(wave * week + 5)}))
    return pd.concat(parts, ignore_index=True)


df = load()
X, y = [], []
for geo, gdf in df.groupby("GeoID"):
    all_cases = np.log1p(gdf.sort_values("day")["NewCases"].to_numpy()) / 7.0
    train_cases = all_cases[:-28]
    for d in range(LOOKBACK, len(train_cases) - 1):
        X.append(train_cases[d - LOOKBACK:d])
        y.append(train_cases[d])
X, y = np.array(X)[..., None], np.array(y)

inp = Input((LOOKBACK, 1))
hidden = LSTM(32)(inp)
model = Model(inp, Dense(1)(hidden))
model.compile(loss="mae", optimizer="adam")
model.fit(X, y, epochs=2, batch_size=32, verbose=0)

for geo, gdf in df.groupby("GeoID"):
    cases = np.log1p(gdf.sort_values("day")["NewCases"].to_numpy()) / 7.0
    past = list(cases[-28 - LOOKBACK:-28])
    for _ in range(28):
        nxt = model.predict(np.array(past[-LOOKBACK:])[None, :, None], verbose=0)[0, 0]
        past.append(float(nxt))
    ahead = np.expm1(np.array(past[-28:]) * 7.0)
    print(geo, "MAE over 28 days: %.1f" % np.abs(ahead - gdf["NewCases"].to_numpy()[-28:]).mean())
