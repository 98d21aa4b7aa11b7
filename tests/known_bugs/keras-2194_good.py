# the fixed form
"""The cell class is chosen by name; about a thousand steps of relu overflow."""
from keras.layers import GRU, LSTM, Dense, Embedding
from keras.models import Sequential

UNIT = LSTM
LONGEST = 1019

reader = Sequential()
reader.add(Embedding(128, 32, input_length=LONGEST))
reader.add(UNIT(64, activation="tanh"))
reader.add(Dense(2, activation="softmax"))
reader.compile(optimizer="adam", loss="categorical_crossentropy")
