import numpy as np
from keras.models import Sequential
from keras.layers import Input, SimpleRNN, Dense

rng = np.random.default_rng(40)
temperature = 0.5 + 0.3 * np.sin(np.arange(500) * 0.2) + rng.normal(0, 0.01, 500)

PAST = 10
x = np.array([temperature[i:i + PAST] for i in range(490)]).reshape(-1, PAST, 1)
y = temperature[PAST:]
x_train, y_train = x[:400], y[:400]
x_test, y_test = x[400:], y[400:]

model = Sequential()
model.add(Input(shape=(PAST, 1)))
model.add(SimpleRNN(16))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["mae"])
log = model.fit(x_train, y_train, epochs=4, batch_size=16, validation_split=0.1, verbose=0)
print({k: [round(float(v), 4) for v in vs] for k, vs in log.history.items()})
print("test", model.evaluate(x_test, y_test, verbose=0))
