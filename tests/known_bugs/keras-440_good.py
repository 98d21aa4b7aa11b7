from keras import Input, Sequential
from keras.layers import GRU, Dense

model = Sequential([Input((40, 5)), GRU(64), Dense(1)])
model.compile(loss="mse", optimizer="rmsprop")
