# A loop over a generator gets what it yields, one value after the other.
# == frame
import itertools

import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras.layers import LSTM, Dense, Input
from tensorflow.keras.models import Model

table = pd.read_csv("pump_scaled.csv")[["flow", "head", "power"]]
STEPS = 5


def sliding(values, steps):
    for first in range(len(values) - steps):
        yield values[first : first + steps]


def pairs(values, steps=STEPS):
    for first in range(len(values) - steps):
        yield values[first : first + steps, :], values[first + steps, 0]


...
entry = Input(shape=x.shape[1:])
model = Model(entry, Dense(1)(LSTM(4)(entry)))
model.compile("adam", "mse")
model.fit(x, y, validation_split=0.1, epochs=2)
# == appended
x = []
for w in sliding(table.values, STEPS):
    x.append(w)
x = np.asarray(x)
y = table["flow"].values[STEPS:]
# == extended
x = []
x.extend(sliding(table.values, STEPS))
x = np.array(x)
y = x[:, -1, 0] * 0.5
# == added in place
x = []
for w in sliding(table.values, steps=STEPS):
    x += [w]
x = np.stack(x)
y = x[:, -1, :1]
# == a comprehension
x = np.array([w for w in sliding(table.to_numpy(), STEPS)])
y = np.array([w[-1, 0] for w in sliding(table.to_numpy(), STEPS)])
# == np.stack of a list
x = np.stack(list(sliding(table.values, STEPS)), axis=0)
y = np.zeros(len(x))
# == a star
x = np.array([*sliding(table.values, STEPS)])
y = x[:, 0, 0]
# == a generator expression
x = np.array(list(table.values[i : i + STEPS] for i in range(len(table) - STEPS)))
y = table.flow[STEPS:]
# == pairs unpacked
x, y = [], []
for w, target in pairs(table.values):
    x.append(w)
    y.append(target)
x, y = np.array(x), np.array(y)
# == pairs through zip
x, y = zip(*pairs(table.values))
x, y = np.array(x), np.array(y)
# == pairs through map and zip
x, y = map(np.array, zip(*pairs(table.values)))
# == enumerated
x = np.zeros((len(table) - STEPS, STEPS, 3))
y = np.zeros(len(x))
for i, (w, target) in enumerate(pairs(table.values)):
    x[i] = w
    y[i] = target
# == a method that yields
class Series:
    def __init__(self, values):
        self.values = values

    def windows(self, n):
        for i in range(n, len(self.values)):
            yield self.values[i - n : i]


x = np.array([w for w in Series(table.values).windows(STEPS)])
y = x[:, -1, 0] * 0.5
# == an object that is iterable
class Windows:
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        for i in range(STEPS, len(self.values)):
            yield self.values[i - STEPS : i]


x = np.array([w for w in Windows(table.values)])
y = x[:, -1, 0] * 0.5
# == yield from
def all_of(*parts):
    for part in parts:
        yield from sliding(part, STEPS)


x = np.array(list(all_of(table.values[:30], table.values[30:])))
y = x[:, -1, 0] * 0.5
# == itertools.islice of an endless one
def forever(values):
    i = 0
    while True:
        yield values[i : i + STEPS]
        i = (i + 1) % (len(values) - STEPS)


x = np.array(list(itertools.islice(forever(table.values), 32)))
y = x[:, -1, 0] * 0.5
# == itertools.chain
x = np.array(list(itertools.chain(sliding(table.values, STEPS), sliding(table.values[::-1], STEPS))))
y = x[:, -1, 0] * 0.5
# == the first by next
windows = sliding(table.values, STEPS)
first = next(windows)
x = np.concatenate([first[None], np.array(list(windows))])
y = x[:, -1, 0] * 0.5
# == windows of a frame in a loop over groups
readings = pd.read_csv("pump_scaled.csv")
x = []
for pump, group in readings.groupby("pump"):
    for w in sliding(group[["flow", "head"]].values, STEPS):
        x.append(w)
x = np.array(x)
y = x[:, -1, 0] * 0.5
# == filtered
x = np.array([w for w in sliding(table.values, STEPS) if w.mean() > 0.1])
y = x.mean(axis=(1, 2))
# == a lambda of windows
cut = lambda values: (values[i : i + STEPS] for i in range(40))
x = np.array(list(cut(table.values)))
y = x[:, -1, 0] * 0.5
# == yields of windows with one column
x = np.array([w for w in sliding(table[["flow"]].values, STEPS)])
y = x[:, -1] * 0.5
# == cells of a notebook (notebook)
import numpy as np
import pandas as pd
from keras import Sequential, layers

table = pd.read_csv("pump_scaled.csv")
# %%
def windows(frame, n=8):
    for i in range(len(frame) - n):
        yield frame[["flow", "head"]].values[i : i + n]
# %%
x = np.array([w for w in windows(table)])
x.shape
# %%
model = Sequential([layers.Input(x.shape[1:]), layers.GRU(4), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(x, x[:, -1, 0] * 0.5, epochs=2)
# == a generator of batches for fit (whole)
import numpy as np
from keras import Sequential, layers


def batches(values, size=8):
    while True:
        at = np.random.randint(0, len(values) - 10, size)
        yield np.array([values[i : i + 10] for i in at]), np.array([values[i + 10, 0] for i in at])


values = np.random.rand(200, 4)
model = Sequential([layers.Input((10, 4)), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(batches(values), steps_per_epoch=3, epochs=1)
# == tf.data.Dataset.from_generator (whole)
import numpy as np
import tensorflow as tf

values = np.random.rand(100, 4).astype("float32")


def windows():
    for i in range(len(values) - 10):
        yield values[i : i + 10], values[i + 10, :1]


signature = (tf.TensorSpec((10, 4), tf.float32), tf.TensorSpec((1,), tf.float32))
data = tf.data.Dataset.from_generator(windows, output_signature=signature).batch(8)
model = tf.keras.Sequential([tf.keras.Input((10, 4)), tf.keras.layers.LSTM(4), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(data, epochs=1)
# == the yields are rows -> LL102
def rows(values):
    for row in values:
        yield row


x = np.array([row for row in rows(table.values)])
y = x[:, 0] * 0.5
# == the windows are flattened -> LL102
x = np.array([w.ravel() for w in sliding(table.values, STEPS)])
y = x[:, 0] * 0.5
# == the target is a window as well -> LL104
x = np.array([w for w in sliding(table.values, STEPS)])
y = x[:, -1, :] * 0.5
