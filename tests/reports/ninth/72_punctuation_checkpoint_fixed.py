# the same work with the smallest change
import numpy as np
from keras import layers
from keras.models import Model

letters = " abcdefghijklmnopqrstuvwxyz.,?"
length, units = 24, 32

lines = ["where are you going", "i do not know yet", "come and see", "what time is it now"]
marked = ["where are you going?", "i do not know, yet.", "come, and see.", "what time is it now?"]


def encode(texts):
    table = np.zeros((len(texts), length), dtype="int32")
    for row, text in enumerate(texts):
        table[row, :len(text)] = [letters.index(c) for c in text]
    return table


def trained_network():
    text = layers.Input(shape=(length,), dtype="int32")
    x = layers.Embedding(len(letters), 16)(text)
    x = layers.Bidirectional(layers.LSTM(units, return_sequences=True))(x)
    return Model(text, layers.Dense(len(letters), activation="softmax")(x))


def network_for_use():
    text = layers.Input(shape=(length,), dtype="int32")
    x = layers.Embedding(len(letters), 16)(text)
    x = layers.Bidirectional(layers.LSTM(units, return_sequences=True))(x)
    return Model(text, layers.Dense(len(letters), activation="softmax")(x))


network = trained_network()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
network.fit(encode(lines), encode(marked), epochs=3, verbose=0)
network.save_weights("deeppunct.weights.h5")

corrector = network_for_use()
corrector.load_weights("deeppunct.weights.h5")
guess = corrector.predict(encode(lines), verbose=0).argmax(-1)
print("".join(letters[i] for i in guess[0]))
