# knitting patterns
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(27)
STITCHES = ["knit", "purl", "slip", "yarn_over", "cable", "drop", "cast", "bind"]
index_of = {name: i for i, name in enumerate(STITCHES)}

rule = [2, 5, 3, 7, 1, 0, 4, 6]
gen = np.random.default_rng(53)
piece = [0, 3]
while len(piece) < 1800:
    follow = rule[(piece[-1] + piece[-2]) % 8]
    piece.append(follow if gen.random() < 0.95 else int(gen.integers(0, 8)))
piece = np.array(piece)

SPAN = 6
x = np.lib.stride_tricks.sliding_window_view(piece, SPAN)[:-1].copy()
y = piece[SPAN:]
cut = 1500

model = keras.Sequential()
model.add(keras.Input((SPAN,), dtype="int32"))
model.add(layers.Embedding(input_dim=len(STITCHES), output_dim=16))
model.add(layers.LSTM(48))
model.add(layers.Dense(len(STITCHES), activation="softmax"))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(x[:cut], y[:cut], epochs=8, batch_size=32, verbose=0)

choice = model.predict(x[cut:], verbose=0).argmax(axis=1)
print("example:", STITCHES[choice[0]], "after", STITCHES[x[cut, -1]], "number", index_of[STITCHES[choice[0]]])
print("right next stitches", round(float((choice == y[cut:]).mean()), 3), "different stitches written", len(set(choice)))
