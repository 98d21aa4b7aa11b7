import numpy as np
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from sklearn.model_selection import train_test_split

values = np.random.rand(160, 1)
x = np.array([values[i : i + 16] for i in range(144)])
x_train, x_test, y_train, y_test = train_test_split(x, values[16:], test_size=0.2)
model = Sequential([Input((16, 1)), LSTM(12), Dense(1)])
model.compile("sgd", "mse")
callbacks = [EarlyStopping(monitor="loss"), ReduceLROnPlateau("val_loss", factor=1.5)]
model.fit(x_train, y_train, epochs=2, validation_data=(x_test, y_test), callbacks=callbacks[:1])
