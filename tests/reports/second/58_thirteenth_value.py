# expect: line 29 (also 20): the target goes from about -2 to 2, a sigmoid gives 0 to 1 only; a regression wants a linear output (warning)
import numpy as np
from keras.models import Sequential
from keras.layers import Activation, Dense, Input, LSTM
from keras.optimizers import RMSprop

timestep = 12
rng = np.random.default_rng(50)

# monthly rainfall anomaly in standard deviations
t = np.arange(600)
rain = 1.4 * np.sin(2 * np.pi * t / 12) + 0.4 * rng.normal(size=t.size)

values = []
for i in range(len(rain) - timestep):
    values.append(rain[i:i + timestep + 1])
values = np.array(values)
X, y = values[:, :-1, np.newaxis], values[:, -1:]

X_train, y_train = X[:400], y[:400]
X_val, y_val = X[412:490], y[412:490]
X_test, y_test = X[502:], y[502:]
print(X_train.shape, X_val.shape, X_test.shape)

model = Sequential()
model.add(Input((timestep, 1)))
model.add(LSTM(60))
model.add(Dense(1))
model.add(Activation("sigmoid"))
model.compile(loss="mse", optimizer=RMSprop(learning_rate=0.005))
model.fit(X_train, y_train, batch_size=32, epochs=15, verbose=0,
          validation_data=(X_val, y_val))

pred = model.predict(X_test, verbose=0)
print("test mse %.3f" % np.mean((pred - y_test) ** 2))
print("range of the truth      %.2f .. %.2f" % (y_test.min(), y_test.max()))
print("range of the prediction %.2f .. %.2f" % (pred.min(), pred.max()))
