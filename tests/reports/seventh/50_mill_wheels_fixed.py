# the same work with the smallest change
import numpy as np
import keras
from keras.layers import LSTM, Dense

WHEELS, CHUNK = 20, 10


def turns(wheels, chunks, seed):
    """Turns a minute of water wheels, scaled by their known range; the chunks of one wheel follow each other."""
    rng = np.random.default_rng(seed)
    t = np.arange(chunks * CHUNK + 1)
    phase = rng.uniform(0, 6.28, (wheels, 1))
    flow = (np.sin(t / 9 + phase) + 0.4 * np.sin(t / 31 + phase)) / 1.4
    flow = (flow + rng.normal(0, 0.02, flow.shape)).astype("float32")
    x = flow[:, :-1].reshape(wheels, chunks, CHUNK, 1)
    y = flow[:, CHUNK::CHUNK, None]
    return x, y


def network(batch):
    memory = LSTM(16, stateful=True)
    model = keras.Sequential([
        keras.Input(batch_shape=(batch, CHUNK, 1)),
        memory,
        Dense(1),
    ])
    model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse")
    return model, memory


keras.utils.set_random_seed(50)
x, y = turns(WHEELS, 12, seed=1)
model, memory = network(WHEELS)
for epoch in range(15):
    for k in range(x.shape[1]):
        model.train_on_batch(x[:, k], y[:, k])
    memory.reset_state()

x_new, y_new = turns(1, 12, seed=2)
online, _ = network(1)
online.set_weights(model.get_weights())
guesses = [online.predict(x_new[:, k], batch_size=1, verbose=0)[0, 0] for k in range(x_new.shape[1])]
print("mean miss", round(float(np.abs(np.array(guesses) - y_new[0, :, 0]).mean()), 3))
