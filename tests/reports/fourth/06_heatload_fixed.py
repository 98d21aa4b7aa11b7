import numpy as np
import pandas as pd
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

STEPS = 24

df = pd.read_csv("heatload.csv", parse_dates=["hour"]).sort_values("hour")
series = df[["load_mw", "outdoor_c"]].to_numpy("float32")
cut = int(len(series) * 0.8) // STEPS * STEPS
mean, std = series[:cut].mean(axis=0), series[:cut].std(axis=0)
series = (series - mean) / std


# day after day: the state at the end of one day is the start of the next
def days(part):
    n = (len(part) - 1) // STEPS
    x = part[:n * STEPS].reshape(n, STEPS, 2)
    y = part[1:n * STEPS + 1, 0].reshape(n, STEPS, 1)
    return x, y


X_train, y_train = days(series[:cut + 1])
X_val, y_val = days(series[cut:])

model = Sequential()
model.add(Input(batch_shape=(1, STEPS, 2)))
model.add(LSTM(16, stateful=True, return_sequences=True))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")

best = np.inf
for epoch in range(30):
    model.layers[0].reset_states()
    model.fit(X_train, y_train, epochs=1, batch_size=1, shuffle=False, verbose=0)
    # the validation days follow directly on the training days
    val = model.evaluate(X_val, y_val, batch_size=1, verbose=0)
    print(epoch, val)
    if val < best:
        best = val
        model.save_weights("heatload.weights.h5")
