# the same work with the smallest change
import numpy as np
import pandas as pd
import keras
from keras import Model
from keras.layers import Dense, Dropout, Input, LSTM, concatenate

DAYS = 20
keras.utils.set_random_seed(88)
gen = np.random.default_rng(88)

price = pd.DataFrame(gen.normal(0, 0.02, size=(300, 3)).cumsum(axis=0) + 5,
                     columns=["cod", "hake", "squid"])
price = (price - price.iloc[:220].mean()) / price.iloc[:220].std()
values = price.to_numpy("float32")


def samples(first, last):
    past = np.stack([values[i - DAYS:i] for i in range(first, last)])
    indicator = past.mean(axis=1)[:, :1]
    return past, indicator, values[first:last, 0]


past, ind, nxt = samples(DAYS, 220)

past_in = Input(shape=(DAYS, 3), name="past")
ind_in = Input(shape=(1,), name="indicator")
a = LSTM(14)(past_in)
a = Dropout(0.2)(a)
b = Dense(6, activation="relu")(ind_in)
out = Dense(1, activation="linear")(concatenate([a, b]))
broker = Model([past_in, ind_in], out)
broker.compile(optimizer="adam", loss="mse")
broker.fit([past, ind], nxt, epochs=1, batch_size=25, verbose=0)

buys = []
today_past, today_ind, _ = samples(240, 246)
for day, (p, i) in enumerate(zip(today_past, today_ind)):
    tomorrow = broker.predict([p[None], i[None]], verbose=0)[0, 0]
    if tomorrow - p[-1, 0] > 0:
        buys.append(day)
print(buys)
