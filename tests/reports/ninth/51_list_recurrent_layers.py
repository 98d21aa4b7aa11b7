# line 4: error: keras.layers.recurrent and its class Recurrent are gone; the base class is keras.layers.RNN
import numpy as np
from keras.layers import Bidirectional, Dense, Embedding, LSTM, TimeDistributed
from keras.layers.recurrent import Recurrent
from keras.models import Sequential

vocab, tags, length = 120, 6, 12


def recurrent_layers(model):
    found = []
    for layer in model.layers:
        inner = [layer.forward_layer, layer.backward_layer] if isinstance(layer, Bidirectional) else [layer]
        found.extend(part for part in inner if isinstance(part, Recurrent))
    return found


rng = np.random.default_rng(0)
sentences = rng.integers(1, vocab, size=(64, length))
labels = sentences % tags

model = Sequential()
model.add(Embedding(vocab, 16))
model.add(Bidirectional(LSTM(12, return_sequences=True)))
model.add(Bidirectional(LSTM(12, return_sequences=True)))
model.add(TimeDistributed(Dense(tags, activation="softmax")))
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(sentences, labels, batch_size=16, epochs=2, verbose=2)

for layer in recurrent_layers(model):
    print(layer.name, layer.units, layer.go_backwards)
