# line 36 (also 40): error: the network was trained on raw centimetres, its output must not be scaled back
import numpy as np
import keras
from keras import layers

MIDDLE, SPAN = 242.0, 120.0
STEPS = 24


def gauge(hours, seed):
    rng = np.random.default_rng(seed)
    t = np.arange(hours)
    return MIDDLE + 100 * np.sin(2 * np.pi * t / 12.4) + rng.normal(0, 3, hours)


def prepare(level):
    x = np.stack([level[i:i + STEPS] for i in range(len(level) - STEPS)])
    y = level[STEPS:]
    return x[..., None].astype("float32"), y.astype("float32")


def network():
    net = keras.Sequential([
        keras.Input((STEPS, 1)),
        layers.Normalization(axis=None, mean=MIDDLE, variance=SPAN**2),
        layers.GRU(16),
        layers.Dense(1),
        layers.Rescaling(SPAN, offset=MIDDLE),
    ])
    net.compile(loss=keras.losses.Huber(delta=10.0), optimizer=keras.optimizers.Adam(0.01))
    return net


def forecast(net, x):
    raw = net.predict(x, verbose=0)[:, 0]
    return raw * SPAN + MIDDLE


keras.utils.set_random_seed(42)
x, y = prepare(gauge(900, seed=0))
x_new, y_new = prepare(gauge(200, seed=1))
net = network()
net.fit(x, y, epochs=2, batch_size=32, verbose=0)
ahead = forecast(net, x_new)
print("mean error in cm:", float(np.abs(ahead - y_new).mean()))
