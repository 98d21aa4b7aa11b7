# line 23 (also 13): error: the last layers give a value at every step, but there is one yield for each vat; return only the last step
import numpy as np
import keras
from keras import Input, Model
from keras.layers import LSTM, Dense, TimeDistributed, add

keras.utils.set_random_seed(8)
rng = np.random.default_rng(8)

N_VATS, HOURS, PROBES = 180, 24, 6
readings = rng.normal(size=(N_VATS, HOURS, PROBES)).astype("float32")
trend = np.cumsum(readings[:, :, 0], axis=1)
alcohol = (0.2 * trend[:, -1:] + 0.05 * rng.normal(size=(N_VATS, 1))).astype("float32")

train_x, valid_x = readings[:140], readings[140:]
train_y, valid_y = alcohol[:140], alcohol[140:]

probe_in = Input(shape=(None, PROBES), name="probes")
low = LSTM(20, return_sequences=True, dropout=0.1)(probe_in)
mid = LSTM(20, return_sequences=True, dropout=0.1)(low)
top = LSTM(20, return_sequences=True, dropout=0.1)(mid)
both = add([low, top])
out = TimeDistributed(Dense(1), name="alcohol")(both)

fermenter = Model(probe_in, out)
fermenter.compile(optimizer="adam", loss="mse", metrics=["mae"])
fermenter.fit(train_x, train_y, epochs=2, batch_size=20, verbose=0,
              validation_data=(valid_x, valid_y))

print("targets", valid_y.shape)
print("answers", fermenter.predict(valid_x, verbose=0).shape)
print(fermenter.evaluate(valid_x, valid_y, verbose=0))
