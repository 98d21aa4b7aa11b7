# expect: line 43 (also 50): the loop predicts the last 13 days of the training part, the table sets them beside the dates and values of the test part (warning)
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras import layers, models

n_steps = 13
n_features = 1

prices = pd.read_csv("amzn.csv", index_col="Date", parse_dates=True)["Close"]
diff = prices.diff().dropna()

split = int(len(diff) * 0.95)
diff_train, diff_test = diff.iloc[:split], diff.iloc[split:split + n_steps]

scaler = MinMaxScaler(feature_range=(-1, 1))
train_scaled = scaler.fit_transform(diff_train.to_numpy().reshape(-1, 1)).ravel()


def split_sequence(sequence, n_steps):
    X, y = [], []
    for i in range(n_steps, len(sequence)):
        X.append(sequence[i - n_steps:i])
        y.append(sequence[i])
    return np.array(X), np.array(y)


X, y = split_sequence(train_scaled, n_steps)
X = X.reshape((X.shape[0], X.shape[1], n_features))

model = models.Sequential([
    layers.Input((n_steps, n_features)),
    layers.SimpleRNN(64, return_sequences=True),
    layers.Dropout(0.2),
    layers.SimpleRNN(32),
    layers.Dense(1),
])
model.compile(optimizer="rmsprop", loss="mean_squared_error")
model.fit(X, y, epochs=8, batch_size=32, validation_split=0.1, verbose=0)

all_scaled = scaler.transform(diff.to_numpy().reshape(-1, 1)).ravel()
start = split - n_steps
predictions = []
for i in range(n_steps):
    window = all_scaled[start + i - n_steps:start + i]
    yhat = model.predict(window.reshape(1, n_steps, n_features), verbose=0)
    predictions.append(scaler.inverse_transform(yhat)[0, 0])

result = pd.DataFrame({"actual": diff_test.to_numpy(), "predicted": predictions},
                      index=diff_test.index)
print(result.head())
print("test rmse %.3f" % np.sqrt(mean_squared_error(result["actual"], result["predicted"])))
