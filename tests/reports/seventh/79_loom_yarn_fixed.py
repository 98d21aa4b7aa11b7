# the same work with the smallest change
import numpy as np
import keras
from keras import layers

STEPS = 16
keras.utils.set_random_seed(5)


def tension(count, seed):
    """Yarn tension during sixteen strokes of a loom; the phase differs from piece to piece."""
    rng = np.random.default_rng(seed)
    t = np.arange(STEPS)
    waves = np.sin(t * rng.uniform(0.3, 1.2, (count, 1)) + rng.uniform(0, 6.28, (count, 1)))
    return waves[..., None].astype("float32")


yarn = keras.Input(shape=(STEPS, 1))
lower = layers.LSTM(32, return_sequences=True)(yarn)
upper = layers.LSTM(16, name="upper")(lower)
x = layers.RepeatVector(STEPS)(upper)
x = layers.LSTM(32, return_sequences=True)(x)
copy = layers.TimeDistributed(layers.Dense(1))(x)

loom = keras.Model(yarn, copy)
loom.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse")
before = loom.get_layer("upper").get_weights()[1].copy()

good, unseen = tension(320, seed=1), tension(80, seed=2)
loom.fit(good, good, validation_data=(unseen, unseen), epochs=12, batch_size=32, verbose=0)
after = loom.get_layer("upper").get_weights()[1]
print("largest change of a recurrent weight of the upper layer", float(np.abs(after - before).max().round(4)))
print("reconstruction", round(loom.evaluate(unseen, unseen, verbose=0), 4))
