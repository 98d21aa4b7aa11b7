# the same work with the smallest change
import numpy as np
from keras.layers import Dense, SimpleRNN
from keras.models import Sequential
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(3)
n_steps, n_features = 6, 2

speed = rng.normal(size=2000)
wind = rng.normal(size=2000)
series = np.column_stack([speed, wind])

X, y = [], []
for i in range(len(series) - n_steps):
    X.append(series[i:i + n_steps])
    y.append(series[i:i + n_steps, 0].sum() - series[i + n_steps - 1, 1])
X = np.array(X)
y = np.array(y).reshape(-1, 1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print(X_train.shape, y_train.shape)

model = Sequential()
model.add(SimpleRNN(units=10,
                    return_sequences=False,
                    unroll=True,
                    input_shape=(n_steps, n_features)))
model.add(Dense(1))
model.compile(loss="mse", optimizer="rmsprop")
model.summary()
model.fit(X_train, y_train, epochs=10, batch_size=32, verbose=2)

forecast = model.predict(X_test, verbose=0)
print("forecast", forecast.shape)
print("test mse", model.evaluate(X_test, y_test, verbose=0))
