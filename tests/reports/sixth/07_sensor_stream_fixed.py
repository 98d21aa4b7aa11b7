# the same work with the smallest change
import numpy as np
import keras
from keras import layers

LINES, CHUNK, SIGNALS = 4, 5, 3


def stream(length, seed):
    rng = np.random.default_rng(seed)
    wave = np.sin(np.arange(length + 1)[None, :, None] / 7 + rng.random((LINES, 1, SIGNALS)) * 6)
    return wave.astype("float32") + rng.normal(0, 0.05, wave.shape).astype("float32")


def chunks(wave):
    for start in range(0, wave.shape[1] - 1, CHUNK):
        yield wave[:, start:start + CHUNK], wave[:, start + 1:start + CHUNK + 1]


def watcher():
    signal = keras.Input(batch_shape=(LINES, CHUNK, SIGNALS))
    h = layers.GRU(10, return_sequences=True, stateful=True, name="memory")(signal)
    ahead = layers.Dense(SIGNALS)(h)
    model = keras.Model(signal, ahead)
    model.compile(optimizer="adam", loss="mse")
    return model


keras.utils.set_random_seed(28)
model = watcher()
for epoch in range(2):
    model.get_layer("memory").reset_state()
    losses = [model.train_on_batch(x, y) for x, y in chunks(stream(100, seed=epoch))]
    print("epoch", epoch, "loss", float(np.mean(losses)))
