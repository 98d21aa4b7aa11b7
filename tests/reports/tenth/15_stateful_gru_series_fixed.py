# the same work with the smallest change
import numpy as np
from keras.callbacks import EarlyStopping
from keras.layers import GRU, Activation, Dense, Dropout, Input, TimeDistributed
from keras.models import Sequential

in_out_neurons = 1
hidden_neurons = 10
batch_size = 10
steps = 12

t = np.arange(0, 400, 0.1)
signal = np.sin(t) + 0.1 * np.random.default_rng(0).normal(size=t.size)
pieces = signal[: (len(signal) // (steps + 1)) * (steps + 1)].reshape(-1, steps + 1)
X, y = pieces[:, :-1, None], pieces[:, 1:, None]
X_train, y_train = X[:200], y[:200]
X_test, y_test = X[200:290], y[200:290]

model = Sequential()
model.add(Input(batch_shape=(batch_size, steps, in_out_neurons)))
model.add(GRU(hidden_neurons, return_sequences=True, stateful=True))
model.add(Dropout(0.2))
model.add(TimeDistributed(Dense(in_out_neurons)))
model.add(Activation("linear"))
model.compile(loss="mean_squared_error", optimizer="rmsprop")

early_stopping = EarlyStopping(monitor="val_loss", patience=10)
model.fit(X_train, y_train, batch_size=batch_size, epochs=2, shuffle=False,
          validation_split=0.1, callbacks=[early_stopping], verbose=0)

model.layers[0].reset_states()
predicted = model.predict(X_test, batch_size=batch_size, verbose=0)
rmse = float(np.sqrt(np.mean((predicted - y_test) ** 2)))
print("test rmse:", rmse)
