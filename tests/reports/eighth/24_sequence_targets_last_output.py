# line 31: error: the targets are sequences, the LSTM gives its last output only; return_sequences=True
import operator
import random
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense, Activation
from keras.optimizers import RMSprop

text = "0123456789+-* "
ops = {"+": operator.add, "-": operator.sub, "*": operator.mul}
chars = sorted(set(text))
char_indices = {c: i for i, c in enumerate(chars)}
indices_char = {i: c for i, c in enumerate(chars)}

maxlen = 9
sentences, results = [], []
for _ in range(100):
    a, b = random.randint(0, 99), random.randint(0, 99)
    sign = random.choice(list(ops))
    sentences.append("{} {} {}".format(a, sign, b).ljust(maxlen))
    results.append(str(ops[sign](a, b)).ljust(maxlen))

X = np.zeros((len(sentences), maxlen, len(chars)), dtype=bool)
y = np.zeros((len(sentences), maxlen, len(chars)), dtype=bool)
for i, (sentence, result) in enumerate(zip(sentences, results)):
    for t in range(maxlen):
        X[i, t, char_indices[sentence[t]]] = 1
        y[i, t, char_indices[result[t]]] = 1

model = Sequential()
model.add(LSTM(64, input_shape=(maxlen, len(chars))))
model.add(Dense(len(chars)))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer=RMSprop(learning_rate=0.01))

model.fit(X, y, batch_size=20, epochs=1)
guess = model.predict(X[:1], verbose=0)[0]
print(sentences[0], "=", "".join(indices_char[k] for k in guess.argmax(axis=-1)))
