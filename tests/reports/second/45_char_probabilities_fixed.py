# fixed twin of 45_char_probabilities.py
import numpy as np
import keras
from keras.layers import Activation, Dense, Dropout, Input, LSTM, TimeDistributed
from keras.models import Sequential

names = ["alma", "boris", "carla", "daria", "edgar", "felix", "greta", "hanna",
         "igor", "jonas", "karin", "lukas", "maria", "nadia", "oskar", "paula"] * 4
chars = ["_"] + sorted(set("".join(names)))
char_2_id = {c: i for i, c in enumerate(chars)}
maxSequenceLength = max(len(s) for s in names)

ids = np.array([[char_2_id[c] for c in s.ljust(maxSequenceLength, "_")] for s in names])
inputChars = keras.utils.to_categorical(ids[:, :-1], len(chars))
nextChars = keras.utils.to_categorical(ids[:, 1:], len(chars))
batch_size, timesteps, features = 16, maxSequenceLength - 1, len(chars)
print("inputs", inputChars.shape, "targets", nextChars.shape)

model = Sequential()
model.add(Input(batch_shape=(batch_size, timesteps, features)))
model.add(LSTM(64, return_sequences=True))
model.add(Dropout(0.3))
model.add(TimeDistributed(Dense(64)))
model.add(TimeDistributed(Activation('relu')))
model.add(TimeDistributed(Dense(features)))
model.add(TimeDistributed(Activation('softmax')))
model.compile(loss='categorical_crossentropy', optimizer=keras.optimizers.RMSprop(0.001),
              metrics=['accuracy'])
model.summary()

outputs = model.predict(inputChars[:batch_size], verbose=0)
print("distribution per step:", outputs.shape)
model.fit(inputChars, nextChars, batch_size=batch_size, epochs=1, verbose=2)
