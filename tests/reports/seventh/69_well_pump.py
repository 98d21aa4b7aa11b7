# line 37: error. Model.reset_states() does not exist in Keras 3; the recurrent layer has reset_state().
import numpy as np
from sklearn.preprocessing import MinMaxScaler
import keras
from keras.layers import LSTM, Dense

keras.utils.set_random_seed(69)
rng = np.random.default_rng(69)

look_back, batch_size = 3, 1

# drawdown of a well over a hundred pump cycles
cycle = np.arange(160)
drawdown = 4 + 0.01 * cycle + np.sin(cycle / 4) + rng.normal(0, 0.05, cycle.size)
train_raw, test_raw = drawdown[:120, None], drawdown[117:, None]
scaler = MinMaxScaler()
train, test = scaler.fit_transform(train_raw), scaler.transform(test_raw)


def pairs(block):
    starts = range(0, len(block) - look_back, look_back)
    x = [block[k:k + look_back, 0] for k in starts]
    y = [block[k + look_back, 0] for k in starts]
    return np.array(x).reshape(-1, look_back, 1), np.array(y)


train_x, train_y = pairs(train)
test_x, test_y = pairs(test)

pump = keras.Sequential()
pump.add(keras.Input(batch_shape=(batch_size, look_back, 1)))
pump.add(LSTM(8, stateful=True))
pump.add(Dense(1))
pump.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(1e-2))
for _ in range(10):
    pump.fit(train_x, train_y, epochs=1, batch_size=batch_size, verbose=0, shuffle=False)
    pump.reset_states()

pump.predict(train_x, batch_size=batch_size, verbose=0)
guess = scaler.inverse_transform(pump.predict(test_x, batch_size=batch_size, verbose=0))
truth = scaler.inverse_transform(test_y[:, None])
print("rmse in metres", float(np.sqrt(np.mean((guess - truth) ** 2))))
