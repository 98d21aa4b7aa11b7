# expect: line 19: the optimizer object was built for the first model's weights; make a new Adam for each model (error)
import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from keras.optimizers import Adam

cause = np.random.randn(400, 2).cumsum(axis=0) * 0.05
lag = 20
x = np.stack([cause[i:i + lag] for i in range(len(cause) - lag)])
y = cause[lag:, :1]

adam = Adam(learning_rate=0.001)
scores = {}
for name, columns in {"alone": [0], "with cause": [0, 1]}.items():
    model = Sequential()
    model.add(Input((lag, len(columns))))
    model.add(LSTM(16))
    model.add(Dense(1))
    model.compile(optimizer=adam, loss="mse")
    model.fit(x[:300][:, :, columns], y[:300], epochs=10, verbose=0)
    scores[name] = model.evaluate(x[320:][:, :, columns], y[320:], verbose=0)
print(scores)
