# the fixed form
"""Every patient is predicted to belong to class 1."""
from keras.layers import LSTM, Dense
from keras.models import Sequential

model = Sequential()
model.add(LSTM(20, activation="tanh", input_shape=(30, 8)))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["AUC"])
