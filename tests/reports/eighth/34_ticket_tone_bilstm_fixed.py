# the same work with the smallest change
import numpy as np
from keras import Model
from keras.layers import Input, Embedding, Bidirectional, LSTM, Dense
from keras.utils import pad_sequences

tickets = ["screen is broken again", "thanks for the quick answer",
           "no idea where my parcel is", "great support today",
           "please close my account", "ok"]
tone = np.array([2, 0, 1, 0, 2, 1])

vocab = sorted({w for t in tickets for w in t.split()})
lookup = {w: i + 1 for i, w in enumerate(vocab)}
ids = [[lookup[w] for w in t.split()] for t in tickets]
X = pad_sequences(ids, maxlen=6)


def build(vocab_size, length):
    inp = Input(shape=(length,))
    h = Embedding(input_dim=vocab_size + 1, output_dim=16)(inp)
    h = Bidirectional(LSTM(units=12, return_sequences=False,
                           recurrent_dropout=0.2))(h)
    out = Dense(3, activation="softmax")(h)
    return Model(inp, out)


model = build(len(vocab), X.shape[1])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["acc"])
model.fit(X, tone, batch_size=3, epochs=1, verbose=0)
print(model.predict(X, verbose=0).argmax(axis=-1))
