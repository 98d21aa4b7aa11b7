# line 30: error: binary_crossentropy needs a probability, but this Dense(1) has no activation, so any real number reaches the loss (and is clipped to 0..1); use activation="sigmoid" (or BinaryCrossentropy(from_logits=True))
import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense
from keras.models import Sequential
from sklearn.preprocessing import MinMaxScaler

look_back = 10

frame = pd.read_csv("machine_state.csv")
features = MinMaxScaler().fit_transform(frame[["pressure", "flow"]])
labels = frame["alarm"].to_numpy()


def create_dataset(values, target, steps):
    data, answer = [], []
    for i in range(len(values) - steps):
        data.append(values[i:i + steps])
        answer.append(target[i + steps - 1])
    return np.array(data), np.array(answer)


X, y = create_dataset(features, labels, look_back)
train_size = int(len(X) * 0.7)
trainX, testX = X[:train_size], X[train_size:]
trainY, testY = y[:train_size], y[train_size:]

model = Sequential()
model.add(LSTM(4, input_shape=(look_back, trainX.shape[2])))
model.add(Dense(1))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

history = model.fit(trainX, trainY, validation_split=0.3, epochs=30, batch_size=50, verbose=0)
print("accuracy", [round(a, 3) for a in history.history["accuracy"][::5]])

scores = model.predict(testX, verbose=0)
print("range of the outputs", scores.min(), scores.max())
print("test loss and accuracy", model.evaluate(testX, testY, verbose=0))
