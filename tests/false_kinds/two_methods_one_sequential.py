# Methods add to one Sequential of the object; the program calls some of them, in its own order.
# == frame
import numpy as np
from tensorflow import keras
from tensorflow.keras import Sequential, layers
from tensorflow.keras.layers import GRU, LSTM, Dense, Input

x, y = np.random.rand(32, 5, 3), np.random.rand(32, 1)
...
# == one is called
class Speller:
    def __init__(self):
        self.net = Sequential()

    def plain(self):
        self.net.add(LSTM(8, input_shape=(5, 3)))
        self.net.add(Dense(26, activation="softmax"))
        self.net.compile("adam", "categorical_crossentropy")

    def chained(self):
        self.net.add(Input(batch_shape=(1, 5, 3)))
        self.net.add(LSTM(4, stateful=True))
        self.net.add(Dense(26, activation="softmax"))
        self.net.compile("adam", "categorical_crossentropy")


Speller().chained()
# == each on an object of its own
class Speller:
    def __init__(self):
        self.net = Sequential([Input((5, 3))])

    def plain(self):
        self.net.add(LSTM(8))
        self.net.add(Dense(1))
        self.net.compile("adam", "mse")

    def other(self):
        self.net.add(GRU(8))
        self.net.add(Dense(1))
        self.net.compile("adam", "mse")


first, second = Speller(), Speller()
first.plain()
second.other()
# == one after the other, as a whole
class Builder:
    def __init__(self):
        self.net = Sequential()

    def encoder(self):
        self.net.add(Input((5, 3)))
        self.net.add(LSTM(8, return_sequences=True))

    def decoder(self):
        self.net.add(LSTM(4))
        self.net.add(Dense(1))


b = Builder()
b.encoder()
b.decoder()
b.net.compile("adam", "mse")
b.net.fit(x, y, epochs=1)
# == a fluent interface
class Builder:
    def __init__(self):
        self.net = Sequential([Input((5, 3))])

    def recurrent(self, units, more=False):
        self.net.add(LSTM(units, return_sequences=more))
        return self

    def dense(self, units):
        self.net.add(Dense(units))
        return self


net = Builder().recurrent(8, more=True).recurrent(4).dense(1).net
net.compile("adam", "mse")
net.fit(x, y, epochs=1)
# == chosen by a key
class Choice:
    def __init__(self, kind):
        self.net = Sequential([Input((5, 3))])
        {"lstm": self.lstm, "gru": self.gru}[kind]()
        self.net.add(Dense(1))

    def lstm(self):
        self.net.add(LSTM(8))

    def gru(self):
        self.net.add(GRU(8))


net = Choice("gru").net
net.compile("adam", "mse")
# == chosen by getattr
class Choice:
    def __init__(self, kind):
        self.net = Sequential([Input((5, 3))])
        getattr(self, "build_" + kind)()

    def build_lstm(self):
        self.net.add(LSTM(8))
        self.net.add(Dense(1))

    def build_gru(self):
        self.net.add(GRU(8))
        self.net.add(Dense(1))


for kind in ("lstm", "gru"):
    Choice(kind).net.compile("adam", "mse")
# == chosen by an if
class Choice:
    def __init__(self, kind="lstm"):
        self.net = Sequential()
        if kind == "lstm":
            self.lstm()
        else:
            self.gru()

    def lstm(self):
        self.net.add(LSTM(8, input_shape=(5, 3)))
        self.net.add(Dense(1))

    def gru(self):
        self.net.add(GRU(8, input_shape=(5, 3)))
        self.net.add(Dense(1))


Choice("gru").net.compile("adam", "mse")
Choice().net.compile("adam", "mse")
# == chosen by match
class Choice:
    def __init__(self, kind):
        self.net = Sequential()
        match kind:
            case "lstm":
                self.lstm()
            case _:
                self.gru()

    def lstm(self):
        self.net.add(LSTM(8, input_shape=(5, 3)))
        self.net.add(Dense(1))

    def gru(self):
        self.net.add(GRU(8, input_shape=(5, 3)))
        self.net.add(Dense(1))


Choice("lstm").net.compile("adam", "mse")
# == chosen by what the command line says
import sys


class Choice:
    def __init__(self):
        self.net = Sequential()

    def lstm(self):
        self.net.add(LSTM(8, input_shape=(5, 3)))
        self.net.add(Dense(1))

    def gru(self):
        self.net.add(GRU(8, input_shape=(5, 3)))
        self.net.add(Dense(1))


chosen = Choice()
if len(sys.argv) > 2:
    chosen.lstm()
else:
    chosen.gru()
chosen.net.compile("adam", "mse")
# == a subclass overrides
class Base:
    def __init__(self):
        self.net = Sequential([Input((5, 3))])
        self.body()
        self.net.add(Dense(1))

    def body(self):
        self.net.add(LSTM(8))


class Deep(Base):
    def body(self):
        self.net.add(LSTM(8, return_sequences=True))
        self.net.add(GRU(4))


for cls in (Base, Deep):
    cls().net.compile("adam", "mse")
# == a subclass calls its base first
class Base:
    def build(self):
        self.net = Sequential([Input((5, 3))])
        self.net.add(LSTM(8, return_sequences=True))


class Deep(Base):
    def build(self):
        super().build()
        self.net.add(GRU(4))
        self.net.add(Dense(1))


deep = Deep()
deep.build()
deep.net.compile("adam", "mse")
# == begun again in each
class Search:
    def reset(self):
        self.net = Sequential([Input((5, 3))])

    def plain(self):
        self.reset()
        self.net.add(LSTM(8))
        self.net.add(Dense(1))
        return self.net

    def other(self):
        self.reset()
        self.net.add(GRU(8))
        self.net.add(Dense(1))
        return self.net


s = Search()
for build in (s.plain, s.other):
    build().compile("adam", "mse")
# == popped before the next
class Head:
    def __init__(self):
        self.net = Sequential([Input((5, 3)), LSTM(8), Dense(26)])

    def swap(self, units):
        self.net.pop()
        self.net.add(Dense(units))


h = Head()
h.swap(4)
h.swap(1)
h.net.compile("adam", "mse")
h.net.fit(x, y, epochs=1)
# == functions around a global
net = Sequential()


def plain():
    net.add(LSTM(8, input_shape=(5, 3)))
    net.add(Dense(1))


def other():
    net.add(GRU(8, input_shape=(5, 3)))
    net.add(Dense(1))


plain()
net.compile("adam", "mse")
# == functions that are handed the model
def plain(net):
    net.add(LSTM(8))
    return net


def other(net):
    net.add(GRU(8))
    return net


for build in [plain, other]:
    net = build(Sequential([Input((5, 3))]))
    net.add(Dense(1))
    net.compile("adam", "mse")
# == a dataclass
from dataclasses import dataclass, field


@dataclass
class Holder:
    units: int = 8
    net: Sequential = field(default_factory=Sequential)

    def plain(self):
        self.net.add(LSTM(self.units, input_shape=(5, 3)))
        self.net.add(Dense(1))

    def other(self):
        self.net.add(GRU(self.units, input_shape=(5, 3)))
        self.net.add(Dense(1))


h = Holder(4)
h.other()
h.net.compile("adam", "mse")
# == a dict of models
class Zoo:
    def __init__(self):
        self.nets = {"a": Sequential([Input((5, 3))]), "b": Sequential([Input((5, 3))])}

    def first(self):
        self.nets["a"].add(LSTM(8))
        self.nets["a"].add(Dense(1))

    def second(self):
        self.nets["b"].add(GRU(8))
        self.nets["b"].add(Dense(1))


z = Zoo()
z.first()
z.second()
for net in z.nets.values():
    net.compile("adam", "mse")
# == nothing is called
class Speller:
    def __init__(self):
        self.net = keras.models.Sequential()

    def plain(self):
        self.net.add(LSTM(8, input_shape=(5, 3)))
        self.net.add(Dense(1))
        self.net.compile("adam", "mse")

    def other(self):
        self.net.add(GRU(8, input_shape=(5, 3)))
        self.net.add(Dense(1))
        self.net.compile("adam", "mse")
# run: Speller().plain()
# run: Speller().other()
# == a test calls one in each
class Speller:
    def __init__(self):
        self.net = Sequential()

    def plain(self):
        self.net.add(LSTM(8, input_shape=(5, 3)))
        self.net.add(Dense(1))

    def other(self):
        self.net.add(GRU(8, input_shape=(5, 3)))
        self.net.add(Dense(1))


def test_plain():
    speller = Speller()
    speller.plain()
    speller.net.compile("adam", "mse")


def test_other():
    speller = Speller()
    speller.other()
    speller.net.compile("adam", "mse")
# run: test_plain(), test_other()
# == cells of a notebook (notebook)
from keras import Sequential
from keras.layers import GRU, LSTM, Dense, Input

class Net:
    def __init__(self):
        self.net = Sequential([Input((5, 3))])

    def lstm(self):
        self.net.add(LSTM(8)); self.net.add(Dense(1))

    def gru(self):
        self.net.add(GRU(8)); self.net.add(Dense(1))
# %%
a = Net()
a.lstm()
a.net.compile("adam", "mse")
# %%
a = Net()
a.gru()
a.net.compile("adam", "mse")
# == both are called on one object -> LL101
class Speller:
    def __init__(self):
        self.net = Sequential()

    def plain(self):
        self.net.add(Input((5, 3)))
        self.net.add(LSTM(8))

    def other(self):
        self.net.add(GRU(8))
        self.net.add(Dense(1))
        self.net.compile("adam", "mse")


s = Speller()
s.plain()
s.other()
# == a fluent interface without the flag -> LL101
class Builder:
    def __init__(self):
        self.net = Sequential([Input((5, 3))])

    def recurrent(self, units, more=False):
        self.net.add(LSTM(units, return_sequences=more))
        return self


net = Builder().recurrent(8).recurrent(4).net
net.add(Dense(1))
net.compile("adam", "mse")
# == the called one is stateful without a batch -> LL110
class Speller:
    def __init__(self):
        self.net = Sequential([Input((5, 3))])

    def plain(self):
        self.net.add(LSTM(8))
        self.net.add(Dense(1))

    def carry(self):
        self.net.add(LSTM(8, stateful=True))
        self.net.add(Dense(1))


s = Speller()
s.carry()
s.net.compile("adam", "mse")
