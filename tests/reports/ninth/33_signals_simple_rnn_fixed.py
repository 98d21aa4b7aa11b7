# the same work with the smallest change
import pandas as pd
from keras.layers import Dense, SimpleRNN
from keras.models import Sequential

data_input = pd.read_csv("market_input.csv", index_col="date", parse_dates=True)
data_used = data_input["2009-01-01":"2017-04-01"]

split_coefficient = 0.8
train_rows = round(len(data_used) * split_coefficient)
data_train = data_used.iloc[:train_rows]
data_test = data_used.iloc[train_rows:]

features = ["momentum", "volume", "spread"]
targets = ["up", "down"]
x_train = data_train[features].to_numpy(dtype="float32")
y_train = data_train[targets].to_numpy(dtype="float32")
x_test = data_test[features].to_numpy(dtype="float32")
y_test = data_test[targets].to_numpy(dtype="float32")
mean, std = x_train.mean(axis=0), x_train.std(axis=0)
x_train = ((x_train - mean) / std)[:, None, :]
x_test = ((x_test - mean) / std)[:, None, :]

model = Sequential()
model.add(SimpleRNN(75, input_shape=x_train.shape[1:], activation="relu"))
model.add(Dense(2, activation="sigmoid"))
model.compile(
    optimizer="adam", loss="binary_crossentropy", metrics=["binary_accuracy"]
)

history = model.fit(x_train, y_train, epochs=2, batch_size=20, verbose=0)
print(history.history)
print(model.evaluate(x_test, y_test, verbose=0))
