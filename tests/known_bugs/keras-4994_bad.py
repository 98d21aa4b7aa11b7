# expect: LL409
"""Twenty topics, binary crossentropy: the accuracy stands at 0.95 from the first epoch on."""
from keras.layers import LSTM, Dense, Dropout, Embedding
from keras.models import Sequential

topics = 20
model = Sequential()
model.add(Embedding(20000, 100))
model.add(LSTM(64))
model.add(Dropout(0.2))
model.add(Dense(topics, activation="softmax"))
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
