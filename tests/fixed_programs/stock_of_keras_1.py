import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers.core import Activation, Dense, Dropout
from keras.layers.recurrent import LSTM
from keras.models import Sequential

prices = np.random.rand(160, 1)
x = np.array([prices[i : i + 20] for i in range(140)])
y = prices[20:]
model = Sequential()
model.add(LSTM(50, input_shape=(20, 1), return_sequences=True, activation="relu"))
model.add(Dropout(20))
model.add(LSTM(100, inner_activation="hard_sigmoid"))
model.add(Dropout(0.2))
model.add(Dense(1, init="uniform"))
model.add(Activation("linear"))
model.compile(loss="mse", optimizer="rmsprop")
keep = ModelCheckpoint("weights.hdf5", save_weights_only=True)
model.fit(x, y, nb_epoch=2, batch_size=32, validation_split=0.1, callbacks=[keep])
model.load_weights("weights.hdf5")
