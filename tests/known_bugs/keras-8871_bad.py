# expect: LL501
"""A character model that writes gibberish after some epochs."""
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from keras.optimizers import RMSprop

WINDOW, LETTERS = 40, 57

writer = Sequential()
writer.add(Input((WINDOW, LETTERS)))
writer.add(LSTM(128, return_sequences=True))
writer.add(LSTM(128))
writer.add(Dense(LETTERS, activation="softmax"))
writer.compile(loss="categorical_crossentropy", optimizer=RMSprop(learning_rate=0.01))
