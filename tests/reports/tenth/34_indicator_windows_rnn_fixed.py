# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from keras.models import Sequential
from keras.layers import Dense, Dropout, Flatten, SimpleRNN

df = pd.read_csv("indicators.csv")
split = int(0.7 * len(df))
scaler = StandardScaler().fit(df.drop(columns="up").values[:split])
x = scaler.transform(df.drop(columns="up").values)
y = df["up"].values
x_train, y_train = x[:split], y[:split]
x_test, y_test = x[split:], y[split:]

length = 3


def windows(x, y):
    n = len(x) - length + 1
    x_seq = np.array([x[i:i + length] for i in range(n)])
    y_seq = np.array([y[i + length - 1] for i in range(n)])
    return x_seq, y_seq


x_train_seq, y_train_seq = windows(x_train, y_train)
x_test_seq, y_test_seq = windows(x_test, y_test)
print(x_train_seq.shape, y_train_seq.shape)

model = Sequential()
model.add(SimpleRNN(units=10, return_sequences=True, input_shape=(length, x.shape[1]), activation="sigmoid"))
model.add(Dropout(0.3))
model.add(SimpleRNN(units=10, return_sequences=True, activation="sigmoid"))
model.add(Dropout(0.3))
model.add(Flatten())
model.add(Dense(units=1, activation="sigmoid"))

model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x_train_seq, y_train_seq, validation_split=0.05, epochs=2, verbose=0, batch_size=32)
print("test loss:", model.evaluate(x_test_seq, y_test_seq, verbose=0))
