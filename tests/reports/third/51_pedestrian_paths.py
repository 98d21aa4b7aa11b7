import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, RepeatVector, TimeDistributed, Dense

OBS_LEN, PRED_LEN = 8, 12
TOTAL = OBS_LEN + PRED_LEN
rng = np.random.default_rng(51)


def walk():
    """positions of one person in metres, one row per 0.4 s"""
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.08, TOTAL))
    speed = rng.uniform(0.3, 0.7)
    steps = speed * np.stack([np.cos(heading), np.sin(heading)], axis=1)
    return np.cumsum(steps, axis=0) + rng.normal(0, 0.02, (TOTAL, 2))


paths = np.stack([walk() for _ in range(500)])
origin = paths[:, OBS_LEN - 1:OBS_LEN].copy()           # where the person is "now"
paths = (paths - origin) / 4.0

# x: frames 1..19, y: the frame that follows each of them (2..20)
x_data, y_data = paths[:, :-1], paths[:, 1:]
obs = x_data[:, :OBS_LEN]
pred = y_data[:, OBS_LEN:]
print(obs.shape, pred.shape)
horizon = pred.shape[1]

train, val, test = slice(0, 380), slice(380, 430), slice(430, 500)
model = Sequential([
    Input(shape=(OBS_LEN, 2)),
    LSTM(48),
    RepeatVector(horizon),
    LSTM(48, return_sequences=True),
    TimeDistributed(Dense(2)),
])
model.compile(optimizer="adam", loss="mse")
model.fit(obs[train], pred[train], batch_size=32, epochs=30,
          validation_data=(obs[val], pred[val]), verbose=2)

# positions 0.4 s, 0.8 s, ... after the last observed one
out = model.predict(obs[test], verbose=0) * 4.0
true = pred[test] * 4.0
for k in range(0, horizon, 4):
    print("%.1f s ahead: mean error %.2f m" % (0.4 * (k + 1), np.linalg.norm(out[:, k] - true[:, k], axis=1).mean()))
