import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

SHOPS, WEEK = 36, 7
BATCH = 32

rng = np.random.default_rng(1)
day = np.arange(WEEK * 24)
size = rng.uniform(0.5, 1.5, (SHOPS, 1))
sold = size * (1 + 0.5 * np.sin(2 * np.pi * day / 7)[None, :]) + rng.normal(0, 0.05, (SHOPS, len(day)))
first_test = WEEK * 18
sold = (sold - sold[:, :first_test].mean()) / sold[:, :first_test].std()


def week_by_week(part):
    """All shops of the first week, then all shops of the second week, ..."""
    weeks = part.shape[1] // WEEK - 1
    x = [part[:, w * WEEK:(w + 1) * WEEK] for w in range(weeks)]
    y = [part[:, (w + 1) * WEEK] for w in range(weeks)]
    return np.concatenate(x)[..., None], np.concatenate(y)


X_train, y_train = week_by_week(sold[:, :first_test])
X_test, y_test = week_by_week(sold[:, first_test:])

model = Sequential()
model.add(Input(batch_shape=(BATCH, WEEK, 1)))
model.add(LSTM(16, stateful=True))
model.add(Dense(1))
model.compile("adam", "mse")
for epoch in range(4):
    model.layers[0].reset_states()
    model.fit(X_train, y_train, epochs=1, batch_size=BATCH, shuffle=False, verbose=0)
model.layers[0].reset_states()
print("test mse", model.evaluate(X_test, y_test, batch_size=BATCH, verbose=0))
