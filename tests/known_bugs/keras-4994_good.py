from keras.layers import LSTM, Dense, Dropout, Embedding
from keras.models import Sequential

topics = 20
model = Sequential()
model.add(Embedding(20000, 100))
model.add(LSTM(64))
model.add(Dropout(0.2))
model.add(Dense(topics, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
