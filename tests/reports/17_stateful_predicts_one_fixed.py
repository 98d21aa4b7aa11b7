# fixed twin of 17_stateful_predicts_one.py
import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense

text = open("song.txt").read()
chars = sorted(set(text))
index = {c: i for i, c in enumerate(chars)}
maxlen, batch = 20, 32


def build(size):
    model = Sequential()
    model.add(Input(batch_shape=(size, maxlen, len(chars))))
    model.add(LSTM(48, stateful=True))
    model.add(Dense(len(chars), activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
    return model


eye = np.eye(len(chars), dtype="float32")
codes = np.array([index[c] for c in text])
n = (len(codes) - maxlen) // maxlen // batch * batch
X = np.stack([eye[codes[i * maxlen:(i + 1) * maxlen]] for i in range(n)])
Y = eye[codes[maxlen:(n + 1) * maxlen:maxlen]]
order = np.arange(n).reshape(batch, -1).T.ravel()
X, Y = X[order], Y[order]

net = build(batch)
net.fit(X, Y, batch_size=batch, epochs=5, shuffle=False)

writer = build(1)
writer.set_weights(net.get_weights())
seed = X[:1]
next_char = writer.predict(seed, verbose=0)[0]
print(chars[int(next_char.argmax())])
