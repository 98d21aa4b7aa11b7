# expect: LL114
"""Every series gets one constant prediction: the LSTM ends in tanh and a sigmoid squeezes that again."""
from keras import Input
from keras.layers import LSTM, Activation
from keras.models import Sequential

model = Sequential()
model.add(Input((30, 2)))
model.add(LSTM(16, return_sequences=True))
model.add(LSTM(1))
model.add(Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam")
