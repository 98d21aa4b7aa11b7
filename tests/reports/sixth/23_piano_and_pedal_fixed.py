# the same work with the smallest change
import numpy as np
import keras
from keras.layers import Bidirectional, Dense, Input, LSTM, concatenate

KEYS, PEDALS, OUT, HIDDEN = 30, 6, 20, 12
keras.utils.set_random_seed(71)

hands = keras.Sequential(name="hands")
hands.add(Input(shape=(None, KEYS)))
hands.add(LSTM(HIDDEN, return_sequences=True))

feet = keras.Sequential(name="feet")
feet.add(Input(shape=(None, PEDALS)))
feet.add(Bidirectional(LSTM(HIDDEN, return_sequences=True)))

merged = concatenate(hands.outputs + feet.outputs, axis=-1)
chord = Dense(OUT, activation="softmax")(merged)

player = keras.Model(hands.inputs + feet.inputs, chord)
player.compile(loss="categorical_crossentropy", optimizer="adam")

gen = np.random.default_rng(71)
keys = (gen.random((24, 16, KEYS)) < 0.1).astype("float32")
pedals = (gen.random((24, 16, PEDALS)) < 0.3).astype("float32")
chords = keras.utils.to_categorical(keys[..., :OUT].argmax(-1), OUT)

player.fit([keys, pedals], chords, batch_size=8, epochs=1, verbose=0)
print(player.predict([keys[:1], pedals[:1]], verbose=0).shape)
