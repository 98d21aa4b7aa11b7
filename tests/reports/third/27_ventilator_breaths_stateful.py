import numpy as np
import keras
from keras import layers

BLOCK, N_BLOCKS, EPOCHS = 10, 8, 12
rng = np.random.default_rng(33)


def patient():
    """one recording: flow (input) and airway pressure (target) of one patient"""
    n = BLOCK * N_BLOCKS
    stiffness = rng.uniform(0.3, 2.0)
    flow = np.sin(2 * np.pi * np.arange(n) / rng.uniform(25, 45)) + rng.normal(0, 0.05, n)
    volume = np.cumsum(flow) / 10
    pressure = stiffness * volume + 0.2 * flow
    return (flow.reshape(N_BLOCKS, BLOCK, 1).astype("float32"),
            pressure.reshape(N_BLOCKS, BLOCK, 1).astype("float32"))


train = [patient() for _ in range(30)]
val = [patient() for _ in range(6)]
test = [patient() for _ in range(8)]
scale = np.std([p for _, p in train])

# blocks of one patient follow each other, so the state is carried from block to block
rnn = layers.LSTM(16, return_sequences=True, stateful=True)
model = keras.Sequential([keras.Input(batch_shape=(1, BLOCK, 1)), rnn, layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")


def score(recordings):
    errors = []
    for flow, pressure in recordings:
        rnn.reset_states()
        for x, y in zip(flow, pressure):
            errors.append(np.mean((model.predict_on_batch(x[None])[0] - y / scale) ** 2))
    return np.mean(errors)


for epoch in range(EPOCHS):
    for k in rng.permutation(len(train)):
        flow, pressure = train[k]
        for x, y in zip(flow, pressure):
            model.train_on_batch(x[None], y[None] / scale)
    print("epoch %d val mse %.4f" % (epoch + 1, score(val)))

print("test mse: %.4f" % score(test))
