from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

model = Sequential()
model.add(Input((40, 8)))
model.add(LSTM(100, dropout=0.3, recurrent_dropout=0.3))
model.add(Dense(5, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
