# line 27: the second Bidirectional layer returns the whole sequence, but there is one next command for each line; drop return_sequences there. Error.
import numpy as np
import keras
from keras.layers import LSTM, Bidirectional, Dense, Embedding
from keras.models import Sequential
from keras.utils import to_categorical

keras.utils.set_random_seed(39)
rng = np.random.default_rng(39)

# a log of loom commands; most of the time one command calls for a certain other
commands = ["warp", "lift", "throw", "beat", "drop", "wind", "stop"]
code = {c: n for n, c in enumerate(commands, start=1)}
log = [1]
for _ in range(900):
    log.append(log[-1] % 7 + 1 if rng.random() < 0.85 else int(rng.integers(1, 8)))
log = np.array(log)

steps = 8
lines = np.stack([log[i:i + steps] for i in range(len(log) - steps)])
following = to_categorical(log[steps:], num_classes=len(code) + 1)

loom = Sequential()
loom.add(keras.Input(shape=(steps,), dtype="int32"))
loom.add(Embedding(len(code) + 1, 16))
loom.add(Bidirectional(LSTM(24, dropout=0.1, return_sequences=True)))
loom.add(Bidirectional(LSTM(24, dropout=0.1, return_sequences=True)))
loom.add(Dense(len(code) + 1, activation="softmax"))
loom.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(5e-3), metrics=["accuracy"])
loom.fit(lines[:700], following[:700], epochs=5, batch_size=32, verbose=0)
print("accuracy", round(loom.evaluate(lines[700:], following[700:], verbose=0)[1], 3))
