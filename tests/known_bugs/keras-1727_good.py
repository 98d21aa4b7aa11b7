from keras import Input
from keras.layers import LSTM, Dense
from keras.models import Sequential

model = Sequential()
model.add(Input((30, 2)))
model.add(LSTM(16))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam")
