import numpy as np
import keras
from keras.layers import LSTM, Dropout, Dense

SEQUENCE, WEIGHTS = 8, "weights.weights.h5"
NOTES = ["C4", "E4", "G4", "A4", "F4", "D4"] * 30
PITCHES = sorted(set(NOTES))
CODE = {p: i for i, p in enumerate(PITCHES)}


def create_network(units):
    model = keras.Sequential([
        keras.Input((SEQUENCE, len(PITCHES))),
        LSTM(units, return_sequences=True),
        Dropout(0.2),
        LSTM(units),
        Dense(len(PITCHES), activation="softmax"),
    ])
    model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
    return model


def one_hot(notes):
    return np.eye(len(PITCHES), dtype="float32")[[CODE[n] for n in notes]]


def train():
    x = np.stack([one_hot(NOTES[i:i + SEQUENCE]) for i in range(len(NOTES) - SEQUENCE)])
    model = create_network(units=64)
    model.fit(x, one_hot(NOTES[SEQUENCE:]), epochs=4, batch_size=16, verbose=0)
    model.save_weights(WEIGHTS)


def predict(length):
    model = create_network(units=32)
    model.load_weights(WEIGHTS)
    pattern, played = one_hot(NOTES[:SEQUENCE]), []
    for _ in range(length):
        k = int(model(pattern[None]).numpy().argmax())
        played.append(PITCHES[k])
        pattern = np.vstack([pattern[1:], np.eye(len(PITCHES), dtype="float32")[k]])
    return played


train()
print(predict(8))
