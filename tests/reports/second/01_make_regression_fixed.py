# fixed twin of 01_make_regression.py
"""First try with recurrent layers: does an LSTM do better than a linear model?"""
import numpy as np
from sklearn.datasets import make_regression
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

n_features = 9
n_targets = 2

X, Y = make_regression(n_samples=300, n_features=n_features, n_informative=9,
                       n_targets=n_targets, noise=4.0, random_state=1)
Y = Y / 100.0
print("data:", X.shape, Y.shape)

X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.2,
                                                    random_state=1)

linear = LinearRegression().fit(X_train, Y_train)
print("linear mae", mean_absolute_error(Y_test, linear.predict(X_test)))

model = Sequential()
model.add(Input(shape=(n_features, 1)))
model.add(LSTM(32))
model.add(Dense(n_targets))
model.compile(loss="mean_squared_error", optimizer="adam")
model.summary()

model.fit(X_train, Y_train, epochs=1, batch_size=32, validation_split=0.1,
          verbose=2)
pred = model.predict(X_test, verbose=0)
print("lstm mae", mean_absolute_error(Y_test, pred))
