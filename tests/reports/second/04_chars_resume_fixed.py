# fixed twin of 04_chars_resume.py
import os
import random
import sys
import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

SEQ = 20
WEIGHTS = "chargen.weights.h5"

text = ("the river runs past the old mill and the children throw stones. "
        "in winter the water is grey and the mill wheel stands still. ") * 6
chars = sorted(set(text))
char_to_ix = {c: i for i, c in enumerate(chars)}
ix_to_char = {i: c for i, c in enumerate(chars)}
vocab = len(chars)

n = len(text) - SEQ
X = np.zeros((n, SEQ, vocab), dtype="float32")
y = np.zeros((n, vocab), dtype="float32")
for i in range(n):
    for t, c in enumerate(text[i:i + SEQ]):
        X[i, t, char_to_ix[c]] = 1.0
    y[i, char_to_ix[text[i + SEQ]]] = 1.0

model = Sequential([Input((SEQ, vocab)), LSTM(64),
                    Dense(vocab, activation="softmax")])
model.compile(loss="categorical_crossentropy", optimizer="adam",
              metrics=["accuracy"])

if os.path.exists(WEIGHTS):
    model.load_weights(WEIGHTS)
    print("resumed:", model.evaluate(X, y, verbose=0))
else:
    epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    model.fit(X, y, batch_size=32, epochs=epochs, verbose=0)
    model.save_weights(WEIGHTS)
    print("trained:", model.evaluate(X, y, verbose=0))

start = random.randint(0, n - 1)
seed = text[start:start + SEQ]
out = seed
for _ in range(30):
    x = np.zeros((1, SEQ, vocab), dtype="float32")
    for t, c in enumerate(out[-SEQ:]):
        x[0, t, char_to_ix[c]] = 1.0
    p = model.predict(x, verbose=0)[0]
    out += ix_to_char[int(np.argmax(p))]
print(out)
