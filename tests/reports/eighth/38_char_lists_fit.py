# line 33: error: x is a list of arrays; np.array around it
import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense, Activation
from keras.optimizers import RMSprop

book = ("it was a bright cold day in april and the clocks were "
        "striking thirteen ") * 3
alphabet = sorted(set(book))
position = {c: i for i, c in enumerate(alphabet)}

maxlen, step = 12, 4
X, y = [], []
for i in range(0, len(book) - maxlen, step):
    piece = np.zeros((maxlen, len(alphabet)), dtype="float32")
    for t, ch in enumerate(book[i:i + maxlen]):
        piece[t, position[ch]] = 1.0
    follower = np.zeros(len(alphabet), dtype="float32")
    follower[position[book[i + maxlen]]] = 1.0
    X.append(piece)
    y.append(follower)
y = np.array(y)
print("snippets:", len(X))

model = Sequential()
model.add(Input(shape=(maxlen, len(alphabet))))
model.add(LSTM(32))
model.add(Dense(len(alphabet)))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy",
              optimizer=RMSprop(learning_rate=0.01))

model.fit(X, y, batch_size=16, epochs=1, verbose=0)
