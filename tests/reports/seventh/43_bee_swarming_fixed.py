# the same work with the smallest change
import numpy as np
import keras
from keras.layers import LSTM, Dense, Dropout
from sklearn.preprocessing import StandardScaler

keras.utils.set_random_seed(43)
rng = np.random.default_rng(43)

# weight, hum and warmth of a hive in the 24 hours before; 1 = the colony leaves
hours, hives = 24, 500
hum = rng.normal(0, 1, (hives, hours)).cumsum(axis=1)
warmth = 35 + rng.normal(0, 0.5, (hives, hours))
weight = 42 + rng.normal(0, 1, (hives, 1)) - 0.05 * hum
swarm = (hum[:, -6:].mean(axis=1) + rng.normal(0, 0.5, hives) > 1).astype("float32")
X = np.stack([weight, hum, warmth], axis=-1)

cut = 400
scaler = StandardScaler().fit(X[:cut].reshape(-1, 3))
X = scaler.transform(X.reshape(-1, 3)).reshape(X.shape).astype("float32")

model = keras.Sequential()
model.add(keras.Input(shape=(hours, 3)))
model.add(LSTM(32, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(16))
model.add(Dense(16, activation="tanh"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X[:cut], swarm[:cut], epochs=10, batch_size=32, verbose=0)

p = model.predict(X[cut:], verbose=0)[:, 0]
print("lowest", round(float(p.min()), 2), "highest", round(float(p.max()), 2))
loss, accuracy = model.evaluate(X[cut:], swarm[cut:], verbose=0)
print("loss", round(loss, 3), "accuracy", round(accuracy, 3))
