import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense
from tensorflow.keras.optimizers import Adam
from tensorflow.keras.utils import to_categorical

SEQ = 12
tune = ("cdefgfed" * 3 + "gabcbaga" * 3) * 6
pitches = sorted(set(tune))
n_vocab = len(pitches)
MIDI = {"c": 60, "d": 62, "e": 64, "f": 65, "g": 67, "a": 69, "b": 71}

rows, answers = [], []
for i in range(len(tune) - SEQ):
    rows.append([MIDI[p] for p in tune[i:i + SEQ]])
    answers.append(pitches.index(tune[i + SEQ]))
network_input = (np.array(rows, dtype=float) - 66) / 6
network_output = to_categorical(answers, n_vocab)

model = Sequential()
model.add(Input((SEQ, 1)))
model.add(LSTM(48))
model.add(Dense(n_vocab, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=Adam(0.01))
model.fit(network_input[..., None], network_output, epochs=15, batch_size=16, verbose=0)

pattern = list(rows[5])
melody = ""
for _ in range(40):
    seed = (np.array(pattern, dtype=float).reshape(1, SEQ, 1) - 66) / 6
    best = int(np.argmax(model(seed).numpy()))
    melody += pitches[best]
    pattern = pattern[1:] + [MIDI[pitches[best]]]
print("generated:", melody, "agreeing notes:", sum(a == b for a, b in zip(melody, tune[5 + SEQ:])))
