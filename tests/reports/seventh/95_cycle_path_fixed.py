# the same work with the smallest change
import numpy as np
import pandas as pd
import keras
from keras.layers import LSTM, Dense, Dropout

# %% bicycles on a path, one row a day, one column an hour of the morning
keras.utils.set_random_seed(44)
rng = np.random.default_rng(44)
base = rng.gamma(9, 10, 300)
hours = pd.DataFrame({f"h{h}": base * (0.2 + 0.1 * h) + rng.normal(0, 4, 300) for h in range(5, 12)})
hours["day"] = base * 9 + rng.normal(0, 10, 300)

# %% the days come in order: the last fifth is for the test
train, test = hours.iloc[:240], hours.iloc[240:]
mean, std = train.mean(), train.std()
X_train = ((train - mean) / std).drop(columns="day").to_numpy()[..., None]
X_test = ((test - mean) / std).drop(columns="day").to_numpy()[..., None]
y_train = ((train["day"] - mean["day"]) / std["day"]).to_numpy()
y_test = ((test["day"] - mean["day"]) / std["day"]).to_numpy()

# %% network
model = keras.Sequential()
model.add(keras.Input(shape=(X_train.shape[1], X_train.shape[2])))
model.add(LSTM(20))
model.add(Dropout(0.1))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["mae"])
model.fit(X_train, y_train, epochs=8, batch_size=16, verbose=0)
print("mean miss in bicycles", round(model.evaluate(X_test, y_test, verbose=0)[1] * std["day"], 1))
