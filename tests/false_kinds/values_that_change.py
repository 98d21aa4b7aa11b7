# What a statement changes is changed for everyone who holds it: lists, shapes, layers, attributes, defaults.
# == frame
import numpy as np
import pandas as pd
from keras import Input, Model, Sequential, layers
from keras.layers import GRU, LSTM, Dense

x = np.random.rand(20, 6, 5)
y = np.random.rand(20, 1)
k = 5
...
model = Sequential([Input((6, k)), LSTM(4), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=1)
# == a list under two names
a = [1, 2]
b = a
b += [3, 4, 5]
k = len(a)
# == map with an effect
n = []
list(map(n.append, range(5)))
k = len(n)
# == map of a function
k = sum(list(map(lambda v: v + 1, [1, 2])))
# == a comprehension with an effect
n = []
[n.append(v) for v in range(5)]
k = len(n)
# == a default that is a list
def collect(v, to=[]):
    to.append(v)
    return to


collect(1)
collect(2)
k = len(collect(3)) + 2
# == a default that is a name which changes
width = 5


def last(w=width):
    return w


width = 9
k = last()
# == lambdas with a default in a loop
widths = [lambda v=v: v for v in (3, 5, 7)]
k = widths[1]()
# == a property with a setter
class Config:
    @property
    def width(self):
        return self._width

    @width.setter
    def width(self, value):
        self._width = value + 1


c = Config()
c.width = 4
k = c.width
# == an operator of the program
class Width:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return Width(self.n + other)


k = (Width(4) + 1).n
# == an operator in place of the program
class Width:
    n = 4

    def __iadd__(self, other):
        self.n += other
        return self


w = Width()
w += 1
k = w.n
# == a dict with attributes
class Config(dict):
    def __getattr__(self, name):
        return self[name]


k = Config(width=5).width
# == attributes from keywords
class Config:
    def __init__(self, **given):
        self.width = 3
        self.__dict__.update(given)


k = Config(width=5).width
# == attributes from a dict
class Config:
    width = 3

    def load(self, given):
        vars(self).update(given)
        return self


k = Config().load({"width": 5}).width
# == attributes from a file
import json


class Config:
    width = 3

    def __init__(self, path):
        self.__dict__.update(json.loads(path))


k = Config('{"width": 5}').width
# == attributes by setattr in a loop
class Config:
    pass


c = Config()
for name, value in {"width": 5, "units": 4}.items():
    setattr(c, name, value)
k = c.width
# == a counter of the class
class Layers:
    made = 0

    def __init__(self):
        Layers.made += 1


Layers(), Layers()
k = Layers.made + 3
# == layers that a generator yields
def stack(n):
    for i in range(n):
        yield LSTM(8, return_sequences=i < n - 1)


head = Sequential([Input((6, 5)), *stack(3), Dense(1)])
head.compile("adam", "mse")
head.fit(x, y)
# == the shape of an array is set
x = np.random.rand(20, 30)
v = x
v.shape = (20, 6, 5)
# == resize in place
x = np.random.rand(20, 5, 6)
x.resize((20, 6, 5))
# == np.resize
x = np.resize(np.random.rand(3, 3), (20, 6, 5))
# == a frame under two names
f = pd.DataFrame(np.random.rand(120, 4), columns=list("abcd"))
g = f
g["e"] = 1.0
x = f.values.reshape(20, 6, 5)
# == columns put in
f = pd.DataFrame(np.random.rand(120, 2), columns=list("ab"))
f.insert(0, "z", 1.0)
f[["p", "q"]] = 0.0
x = f.values.reshape(-1, 6, 5)
# == a function changes a frame
f = pd.DataFrame(np.random.rand(120, 4), columns=list("abcd"))


def features(table):
    table["e"] = table["a"] * 2
    table.drop(columns="b", inplace=True)
    table["g"] = 1.0


features(f)
x = np.reshape(f.values, (20, 6, f.shape[1]))
# == columns made in a loop
f = pd.DataFrame(np.random.rand(122, 2), columns=list("ab"))
for lag in range(3):
    f[f"lag{lag}"] = f["a"].shift(lag)
x = f.dropna().values.reshape(-1, 6, 5)
# == an attribute of a layer
layer = LSTM(8)
layer.return_sequences = True
x = Sequential([Input((6, 5)), layer, LSTM(5, return_sequences=True)]).predict(x)
# == arguments that are changed between two layers
given = {"units": 8, "return_sequences": True}
first = LSTM(**given)
given.pop("return_sequences")
head = Sequential([Input((6, 5)), first, LSTM(**given), Dense(1)])
head.compile("adam", "mse")
head.fit(x, y)
# == arguments that are put together
given = {"units": 8} | {"return_sequences": True}
given.update(activation="tanh")
head = Sequential([Input((6, 5)), LSTM(**given), GRU(4), Dense(1)])
head.compile("adam", "mse")
head.fit(x, y)
# == layers in a dict by number
stack = {2: Dense(1), 1: LSTM(4), 0: LSTM(8, return_sequences=True)}
head = Sequential([Input((6, 5))] + [stack[n] for n in sorted(stack)])
head.compile("adam", "mse")
head.fit(x, y)
# == a stack that is turned round
stack = [Dense(1), LSTM(4), LSTM(8, return_sequences=True), Input((6, 5))]
stack.reverse()
head = Sequential(stack)
head.compile("adam", "mse")
head.fit(x, y)
# == reduce over layers
from functools import reduce

i = Input((6, 5))
head = Model(i, reduce(lambda t, layer: layer(t), [LSTM(8, return_sequences=True), LSTM(4), Dense(1)], i))
head.compile("adam", "mse")
head.fit(x, y)
# == the flag of the last layer
units = [8, 8, 4]
head = Sequential([Input((6, 5))])
for n, size in enumerate(units):
    head.add(LSTM(size, return_sequences=n < len(units) - 1))
head.add(Dense(1))
head.compile("adam", "mse")
head.fit(x, y)
# == a list under two names is too long -> LL116
a = [1, 2]
b = a
b += [3, 4, 5, 6]
k = len(a)
# == the shape is set to another one -> LL116
x = np.random.rand(20, 30)
x.shape = (20, 5, 6)
# == an attribute of a layer takes the sequence away -> LL101
layer = LSTM(8, return_sequences=True)
layer.return_sequences = False
head = Sequential([Input((6, 5)), layer, LSTM(4), Dense(1)])
# == the flag is wrong for the first layer -> LL101
head = Sequential([Input((6, 5))])
for n, size in enumerate([8, 4]):
    head.add(LSTM(size, return_sequences=n > 0))
head.add(Dense(1))
