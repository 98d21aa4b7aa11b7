# Each expression is evaluated once, also where its value is needed twice.
# == frame
import itertools

import numpy as np
from keras import Input, Sequential, layers

x = np.random.rand(40, 6, 8)
y = np.random.rand(40, 1)
...
model = Sequential([Input((6, k)), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(z, y, epochs=2)
# == a popped lower bound
n = [4, 3, 2, 1]
z = x[:, :, n.pop():]
k = 10 - n[-1] - 1
# == a popped upper bound
n = [5, 6, 7, 8]
z = x[..., : n.pop()]
k = n[-1] + 1
# == a popped bound beside a step
n = [2, 2, 2]
z = x[:, :, :: n.pop()]
k = 2 * len(n)
# == next of an iterator
n = iter([3, 5, 8])
z = x[:, :, : next(n)]
z = z[:, :, : next(n)]
k = next(n) - 5
# == next of a generator
def sizes():
    yield 4
    yield 6
    yield 7


n = sizes()
z = x[:, :, : next(n)]
k = next(n) - 2
# == itertools.count
n = itertools.count(3)
z = x[:, :, : next(n)]
k = next(n) - 1
# == a walrus
z = x[:, :, : (k := 5)]
# == a walrus that counts
k = 4
z = x[:, :, : (k := k + 1)]
# == a function that appends
seen = []


def bound():
    seen.append(1)
    return 3


z = x[:, :, : bound()]
k = 2 + len(seen)
# == a function that counts in a global
calls = 0


def bound():
    global calls
    calls += 1
    return 4


z = x[:, :, : bound()]
k = calls * 4
# == a method that counts
class Counter:
    n = 2

    def take(self):
        self.n += 1
        return self.n


c = Counter()
z = x[:, :, : c.take()]
k = c.n
# == popped from a dict
n = {"width": 6}
z = x[:, :, : n.pop("width")]
k = 6 - len(n)
# == popitem
n = {"a": 3, "b": 5}
z = x[:, :, : n.popitem()[1]]
k = len(n) + 4
# == an argument of a call
n = [5, 6, 7]
z = np.repeat(x[:, :, :1], n.pop(), axis=2)
k = n[-1] + 1
# == a shape of zeros
n = [8, 4, 6, 40]
z = np.zeros((n.pop(), n.pop(), n.pop()))
k = n[0] // 2
# == a shape of reshape
n = [6, 8]
z = x.reshape(40, 6, n.pop())
k = n.pop() + 2
# == a comparison chain
n = [5, 6]
wide = 0 < n.pop() < 7
z = x[:, :, : n[-1]] if wide else x
k = 5
# == an augmented target
n = [0, 0]
sizes = [3, 3]
sizes[n.pop()] += 1
z = x[:, :, : sizes[0]]
k = 3 + len(n)
# == a comprehension that empties a list
n = [1, 2, 3]
z = np.concatenate([x[:, :, : n.pop()] for _ in range(2)], axis=-1)
k = 5 * len(n)
# == a decorator with an effect
made = []


def noted(f):
    made.append(f)
    return f


@noted
def cut(values):
    return values[:, :, :3]


z = cut(x)
k = 2 + len(made)
# == a decorator with a name
made = {}


def noted(name):
    def note(f):
        made[name] = f
        return f

    return note


@noted("cut")
def cut(values):
    return values[:, :, :3]


z = made["cut"](x)
k = 2 + len(made)
# == a sorted list
n = sorted([3, 5, 7], reverse=True)
z = x[:, :, : n[0]]
k = 7
# == a sorted list by a key
n = sorted([(3, "a"), (1, "b")], key=lambda pair: pair[1])
z = x[:, :, : n[0][0]]
k = 3
# == the largest of more than is known
import os

n = [int(size) for size in os.environ.get("SIZES", "6").split()]
z = x[:, :, : max(1, *n)]
k = 6
# == a default of a parameter
n = [3, 5, 7]


def cut(values, to=n.pop()):
    return values[:, :, :to]


z = cut(x)
z = cut(z)
k = n[-1] + 2
# == both bounds popped
n = [9, 7, 2]
z = x[:, :, n.pop() : n.pop()]
k = n[-1] - 4
# == popped once, not twice -> LL116
n = [5, 6, 7, 8]
z = x[:, :, : n.pop()]
k = n[-1] - 1
# == one next too few -> LL116
n = iter([3, 5, 8])
z = x[:, :, : next(n)]
k = next(n)
