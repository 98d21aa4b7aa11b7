# fixed twin of 61_token_stream_stateful.py
import numpy as np
import keras
from keras import layers, models

TOKENS_COUNT = 24
STEPS = 500

rng = np.random.default_rng(12)
melody = np.cumsum(rng.choice([-2, -1, 1, 2], STEPS + 1)) % TOKENS_COUNT
onehot = np.eye(TOKENS_COUNT, dtype="float32")[melody]

# one token per step, the state is to run through the whole piece
x = onehot[:-1].reshape(STEPS, 1, TOKENS_COUNT)
y = onehot[1:]

model = models.Sequential()
model.add(layers.Input(batch_shape=(1, 1, TOKENS_COUNT)))
model.add(layers.LSTM(48, stateful=True))
model.add(layers.Dense(TOKENS_COUNT, activation="softmax"))
model.compile(optimizer=keras.optimizers.RMSprop(0.003), loss="categorical_crossentropy")

for epoch in range(2):
    history = model.fit(x, y, epochs=1, batch_size=1, shuffle=False, verbose=0)
    model.layers[0].reset_states()
    print("pass", epoch, "loss %.3f" % history.history["loss"][0])

token = melody[-1]
piece = [int(token)]
for _ in range(16):
    step = np.zeros((1, 1, TOKENS_COUNT), dtype="float32")
    step[0, 0, token] = 1.0
    probs = model.predict(step, batch_size=1, verbose=0)[0].astype("float64")
    token = rng.choice(TOKENS_COUNT, p=probs / probs.sum())
    piece.append(int(token))
print(piece)
