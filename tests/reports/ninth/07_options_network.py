# line 24: error: compile() and fit() stand inside the loop that adds the layers, so the recurrent layer is trained alone against a target that is broadcast over its 32 outputs, and the Dense(1) added after the loop is never trained; compile and fit once, after the last layer
import numpy as np
from keras.layers import LSTM, Dense, Dropout, Input
from keras.models import Sequential

options = {"secondLayer": 2, "inN": 144}
net_param = {"neurons": [32], "dropout": 0.1, "optimizer": "adam", "epochs": 30}

rng = np.random.default_rng(7)
factors = rng.normal(size=(600, options["secondLayer"], 4))
x = factors @ rng.normal(size=(4, options["inN"])) + 0.3 * rng.normal(size=(600, 2, options["inN"]))
y = (factors[:, 1].sum(axis=-1) - factors[:, 0].sum(axis=-1)).reshape(-1, 1) / 3.0
x_train, y_train = x[:500], y[:500]
x_test, y_test = x[500:], y[500:]

net = Sequential()
net.add(Input(shape=(options["secondLayer"], options["inN"])))
layers_left = len(net_param["neurons"])
for n in range(len(net_param["neurons"])):
    layers_left -= 1
    net.add(LSTM(units=net_param["neurons"][n], return_sequences=layers_left > 0))
    net.add(Dropout(net_param["dropout"]))
    net.compile(loss="mean_squared_error", optimizer=net_param["optimizer"])
    net.fit(x_train, y_train, batch_size=100, epochs=net_param["epochs"], verbose=0)
net.add(Dense(1))
net.summary()

prediction = net.predict(x_test, verbose=0)
print("prediction shape:", prediction.shape)
print("test rmse:", float(np.sqrt(np.mean((prediction - y_test) ** 2))))
print("std of the target:", float(y_test.std()))
