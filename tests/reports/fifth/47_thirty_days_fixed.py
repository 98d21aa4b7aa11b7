import numpy as np
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense

rng = np.random.default_rng(12)
close = 150 + np.cumsum(rng.normal(0.05, 1.0, 1250))
training_size = int(len(close) * 0.65)
train_raw, test_raw = close[:training_size, None], close[training_size:, None]
scaler = MinMaxScaler(feature_range=(0, 1))
train_data = scaler.fit_transform(train_raw)
test_data = scaler.transform(test_raw)

time_step = 100


def create_dataset(dataset, time_step):
    dataX = [dataset[i:i + time_step, 0] for i in range(len(dataset) - time_step)]
    return np.array(dataX)[..., None], dataset[time_step:, 0]


X_train, y_train = create_dataset(train_data, time_step)
X_test, y_test = create_dataset(test_data, time_step)

model = Sequential([Input((time_step, 1)), LSTM(16), Dense(1)])
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(X_train, y_train, epochs=2, batch_size=64, verbose=0)
print("test mse", model.evaluate(X_test, y_test, verbose=0))

x_input = test_data[-time_step:]
window = x_input.reshape(1, time_step, 1)
coming = []
for _ in range(30):
    nxt = model.predict(window, verbose=0)
    coming.append(nxt[0, 0])
    window = np.concatenate([window[:, 1:], nxt.reshape(1, 1, 1)], axis=1)
print(scaler.inverse_transform(np.array(coming)[:, None])[-1])
