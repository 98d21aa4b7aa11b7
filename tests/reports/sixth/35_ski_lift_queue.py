# line 32 (also 24): error: 360 training and 40 validation samples are left, neither a multiple of the batch size 25
import numpy as np
import pandas as pd
import keras
from keras import layers

BATCH = 25
PAST = 8

minutes = pd.date_range("2024-02-10 08:00", periods=400 + PAST, freq="min")
gen = np.random.default_rng(7)
queue = pd.DataFrame({
    "waiting": np.clip(30 + 20 * np.sin(np.arange(len(minutes)) / 40) + gen.normal(0, 2, len(minutes)), 0, None),
    "chairs": gen.integers(3, 6, len(minutes)),
}, index=minutes)
table = (queue / queue.iloc[:300].max()).to_numpy("float32")

x = np.stack([table[i:i + PAST] for i in range(400)])
y = table[PAST:, :1]
assert len(x) % BATCH == 0

keras.utils.set_random_seed(7)
lift = keras.Sequential([
    keras.Input(batch_shape=(BATCH, PAST, 2)),
    layers.LSTM(10, stateful=True),
    layers.Dense(1),
])
lift.compile(optimizer="rmsprop", loss="mse")

for _ in range(2):
    lift.fit(x, y, batch_size=BATCH, epochs=1, shuffle=False, verbose=0,
             validation_split=0.1)
    lift.layers[0].reset_state()
print(lift.predict(x[:BATCH], batch_size=BATCH, verbose=0)[:3].ravel())
