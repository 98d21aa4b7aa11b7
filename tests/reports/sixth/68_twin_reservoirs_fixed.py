# twin reservoirs
import numpy as np
import keras
from keras.layers import Dense, Dropout, GRU, Input
from keras.models import Model

LOOK, FUTURE = 7, 5
t = np.arange(620)
r = np.random.default_rng(29)
water = np.column_stack([np.sin(t / 9), np.sin(t / 9 - 1), np.cos(t / 21)]) + r.normal(0, 0.03, (620, 3))
starts = range(LOOK, len(t) - FUTURE)
x = np.array([water[s - LOOK:s] for s in starts])
upper = np.array([water[s:s + FUTURE, 0] for s in starts])
lower = np.array([water[s:s + FUTURE, 1] for s in starts])
cut = 480

inputs = Input(shape=(LOOK, 3))
m = GRU(16)(inputs)
m = Dropout(0.1)(m)
m = Dense(32, activation="relu")(m)
out_upper = Dense(FUTURE, name="upper")(m)
out_lower = Dense(FUTURE, name="lower")(m)

model = Model(inputs, [out_upper, out_lower])
model.compile(optimizer="adam", loss=["mae", "mae"])
model.fit(x[:cut], [upper[:cut], lower[:cut]], epochs=2, batch_size=32, verbose=0)
scores = model.evaluate(x[cut:], [upper[cut:], lower[cut:]], verbose=0, return_dict=True)
print({k: round(v, 3) for k, v in scores.items()})
