import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers import Activation, Dense
from keras.layers.recurrent import LSTM
from keras.models import Sequential, load_model

text = "the sea is wide and the sea is deep " * 4
letters = sorted(set(text))
x = np.zeros((len(text) - 10, 10, len(letters)), dtype=np.bool)
y = np.zeros((len(text) - 10, len(letters)), dtype=np.bool)
for i in range(len(text) - 10):
    for step, letter in enumerate(text[i : i + 10]):
        x[i, step, letters.index(letter)] = 1
    y[i, letters.index(text[i + 10])] = 1
model = Sequential()
model.add(LSTM(32, input_shape=(10, len(letters))))
model.add(Dense(len(letters)))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
keep = ModelCheckpoint("best.model", monitor="loss", period=1)
model.fit(x, y, epochs=1, callbacks=[keep])
again = load_model("best.model")
