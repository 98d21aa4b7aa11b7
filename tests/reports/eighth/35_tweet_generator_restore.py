# line 40: error: the model is built again with the default number of characters; the number that training had
import json
import os
import tempfile
import numpy as np
from keras import Sequential, Input
from keras.layers import Embedding, LSTM, Dense

DEFAULT_VOCAB = 465


def build_char_rnn(n_chars=DEFAULT_VOCAB, maxlen=10):
    net = Sequential([
        Input(shape=(maxlen,)),
        Embedding(n_chars, 20, name="embedding"),
        LSTM(32, return_sequences=True),
        LSTM(32),
        Dense(n_chars, activation="softmax"),
    ])
    net.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")
    return net


text = "the cat sat on the mat and the dog sat on the log " * 4
chars = sorted(set(text))
char_to_id = {c: i + 1 for i, c in enumerate(chars)}
codes = np.array([char_to_id[c] for c in text])
X = np.array([codes[i:i + 10] for i in range(len(codes) - 10)])
y = codes[10:]

folder = tempfile.mkdtemp()
trainer = build_char_rnn(n_chars=len(chars) + 1)
trainer.fit(X, y, epochs=1, batch_size=64, verbose=0)
trainer.save_weights(os.path.join(folder, "tweets.weights.h5"))
with open(os.path.join(folder, "vocab.json"), "w") as fh:
    json.dump(char_to_id, fh)

with open(os.path.join(folder, "vocab.json")) as fh:
    vocab = json.load(fh)
generator = build_char_rnn()
generator.load_weights(os.path.join(folder, "tweets.weights.h5"))
probs = generator.predict(X[:1], verbose=0)[0]
back = {i: c for c, i in vocab.items()}
print(repr(back.get(int(np.argmax(probs)), "?")))
