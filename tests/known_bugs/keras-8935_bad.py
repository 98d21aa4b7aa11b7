# expect: LL902
from keras.layers import CuDNNLSTM, Dense
from keras.models import Sequential

model = Sequential()
model.add(CuDNNLSTM(100, input_shape=(40, 8), dropout=0.3, recurrent_dropout=0.3))
model.add(Dense(5, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
