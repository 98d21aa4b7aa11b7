import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from keras.models import Sequential
from keras.layers import Input, LSTM, Dropout, Dense

seq_size, channels = 40, 2
rng = np.random.default_rng(14)

# 0 = healthy, 1 = worn, 2 = broken
y = rng.integers(0, 3, size=540)
t = np.arange(seq_size)
X = np.empty((len(y), seq_size, channels))
for i, state in enumerate(y):
    f = [0.1, 0.22, 0.35][state]
    X[i, :, 0] = np.sin(2 * np.pi * f * t + rng.uniform(0, 6)) + rng.normal(0, 0.3, seq_size)
    X[i, :, 1] = rng.normal(0, 1 + 0.5 * state, seq_size)
print(pd.Series(y).value_counts().to_dict())

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, stratify=y, random_state=14)
sc = StandardScaler().fit(X_train.reshape(-1, channels))
X_train = sc.transform(X_train.reshape(-1, channels)).reshape(X_train.shape)
X_test = sc.transform(X_test.reshape(-1, channels)).reshape(X_test.shape)

model = Sequential()
model.add(Input(shape=(seq_size, channels)))
model.add(LSTM(32))
model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(X_train, y_train, batch_size=32, epochs=20, validation_split=0.15, verbose=2)
score, acc = model.evaluate(X_test, y_test, verbose=0)
print("Test score:", score)
print("Test accuracy:", acc)
