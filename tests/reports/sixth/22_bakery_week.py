# line 31 (also 30): error: these dates hold nine open days, the window needs ten
import numpy as np
import pandas as pd
import keras
from keras.layers import Dense, LSTM

keras.utils.set_random_seed(30)
N = 10

open_days = pd.bdate_range("2017-01-02", "2018-06-29")
gen = np.random.default_rng(30)
sold = pd.Series(150 + 20 * np.sin(np.arange(len(open_days)) / 5) + gen.normal(0, 5, len(open_days)),
                 index=open_days, name="loaves")

known = sold.loc[:"2018-04-30"]
scale = float(known.max())
series = (known / scale).to_numpy("float32")

X = np.array([series[i:i + N] for i in range(len(series) - N)])[..., None]
y = series[N:]

model = keras.Sequential()
model.add(keras.Input(shape=(N, 1)))
model.add(LSTM(16))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(X, y, epochs=2, batch_size=32, verbose=0)

# what will be sold on Monday, the 14th of May?
recent = sold.loc["2018-05-01":"2018-05-11"]
X_next = np.array(recent).reshape((1, N, 1)) / scale
print("expected:", float(model.predict(X_next, verbose=0)[0, 0] * scale))
print("sold:", float(sold.loc["2018-05-14"]))
