# Methods that nothing calls are alternatives: a user of the class calls the one or the other.
# == frame
import numpy as np
import keras
from keras import Input, layers
from keras.layers import GRU, LSTM, Bidirectional, Dense, Dropout
from keras.models import Sequential

x, y = np.random.rand(32, 10, 3), np.random.rand(32, 1)


class Trainer:
    model = Sequential()

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def train(self, epochs=1):
        self.model.compile("adam", "mse")
        self.model.fit(self.x, self.y, epochs=epochs, batch_size=8, validation_split=0.25)

...
# == two stacks
    def plain(self, epochs):
        self.model.add(LSTM(8, input_shape=(self.x.shape[1], self.x.shape[2])))
        self.model.add(Dense(1))
        self.train(epochs)

    def deep(self, epochs):
        self.model.add(LSTM(8, return_sequences=True, input_shape=(10, 3)))
        self.model.add(GRU(4))
        self.model.add(Dense(1))
        self.train(epochs)
# run: Trainer(x, y).plain(1)
# run: Trainer(x, y).deep(1)
# == three stacks, compiled in each
    def lstm(self):
        self.model.add(Input((10, 3)))
        self.model.add(LSTM(8))
        self.model.add(Dense(1))
        self.model.compile("adam", "mse")

    def gru(self):
        self.model.add(Input((10, 3)))
        self.model.add(GRU(8))
        self.model.add(Dense(1))
        self.model.compile("adam", "mse")

    def both(self):
        self.model.add(Input((10, 3)))
        self.model.add(Bidirectional(LSTM(8)))
        self.model.add(Dense(1))
        self.model.compile("adam", "mse")
# run: Trainer(x, y).both()
# == the class by its name
    def plain(self):
        Trainer.model.add(LSTM(8, input_shape=(10, 3)))
        Trainer.model.add(Dense(1))
        Trainer.model.compile("adam", "mse")

    def other(self):
        Trainer.model.add(GRU(8, input_shape=(10, 3)))
        Trainer.model.add(Dense(1))
        Trainer.model.compile("adam", "mse")
# run: Trainer(x, y).plain()
# run: Trainer(x, y).other()
# == class methods
    @classmethod
    def plain(cls):
        cls.model.add(LSTM(8, input_shape=(10, 3)))
        cls.model.add(Dense(1))
        cls.model.compile("adam", "mse")

    @classmethod
    def other(cls):
        cls.model.add(GRU(8, input_shape=(10, 3)))
        cls.model.add(Dense(1))
        cls.model.compile("adam", "mse")
# run: Trainer.plain()
# run: Trainer.other()
# == a local name for the model
    def plain(self):
        net = self.model
        net.add(LSTM(8, input_shape=(10, 3)))
        net.add(Dense(1))
        self.train()

    def other(self):
        net = self.model
        net.add(LSTM(8, return_sequences=True, input_shape=(10, 3)))
        net.add(LSTM(8))
        net.add(Dense(1))
        self.train()
# run: Trainer(x, y).plain()
# run: Trainer(x, y).other()
# == a helper adds the head
    def head(self):
        self.model.add(Dropout(0.2))
        self.model.add(Dense(1))
        self.train()

    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.head()

    def other(self):
        self.model.add(Bidirectional(GRU(8), input_shape=(10, 3)))
        self.head()
# run: Trainer(x, y).plain()
# run: Trainer(x, y).other()
# == stateful beside stateless
    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()

    def carry(self):
        self.model.add(Input(batch_shape=(8, 10, 3)))
        self.model.add(LSTM(8, stateful=True))
        self.model.add(Dense(1))
        self.model.compile("adam", "mse")
        self.model.fit(self.x, self.y, batch_size=8, shuffle=False)
# run: Trainer(x, y).plain()
# run: Trainer(x, y).carry()
# == a new model in one of them
    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()

    def anew(self):
        self.model = Sequential()
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()
# run: Trainer(x, y).plain()
# == another width of the target
    def one(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.model.compile("adam", "mse")
        self.model.fit(self.x, self.y)

    def three(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(3))
        self.model.compile("adam", "mse")
        self.model.fit(self.x, np.repeat(self.y, 3, axis=1))
# run: Trainer(x, y).one()
# run: Trainer(x, y).three()
# == another activation of the head
    def regress(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.model.compile("adam", "mse")

    def classify(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(4, activation="softmax"))
        self.model.compile("adam", "sparse_categorical_crossentropy")
# run: Trainer(x, y).regress()
# run: Trainer(x, y).classify()
# == by a flag of one method
    def build(self, deep):
        self.model.add(LSTM(8, return_sequences=deep, input_shape=(10, 3)))
        if deep:
            self.model.add(LSTM(8))
        self.model.add(Dense(1))
        self.train()
# run: Trainer(x, y).build(False)
# run: Trainer(x, y).build(True)
# == in a loop of one method
    def build(self, sizes):
        self.model.add(Input((10, 3)))
        for size in sizes:
            self.model.add(LSTM(size, return_sequences=True))
        self.model.add(GRU(4))
        self.model.add(Dense(1))
        self.train()

    def small(self):
        self.model.add(LSTM(2, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()
# run: Trainer(x, y).build([8, 4])
# run: Trainer(x, y).small()
# == a subclass adds the stack
class Deep(Trainer):
    def build(self):
        self.model.add(LSTM(8, return_sequences=True, input_shape=(10, 3)))
        self.model.add(LSTM(8))
        self.model.add(Dense(1))
        self.train()


class Flat(Trainer):
    def build(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()
# run: Deep(x, y).build()
# run: Flat(x, y).build()
# == static functions that take a model
    @staticmethod
    def encode(model):
        model.add(LSTM(8, input_shape=(10, 3)))
        return model

    def plain(self):
        self.encode(self.model)
        self.model.add(Dense(1))
        self.train()

    def repeated(self):
        self.encode(self.model)
        self.model.add(layers.RepeatVector(10))
        self.model.add(LSTM(8))
        self.model.add(Dense(1))
        self.train()
# run: Trainer(x, y).plain()
# run: Trainer(x, y).repeated()
# == a property of the class
    @property
    def net(self):
        return self.model

    def plain(self):
        self.net.add(LSTM(8, input_shape=(10, 3)))
        self.net.add(Dense(1))

    def other(self):
        self.net.add(GRU(8, input_shape=(10, 3)))
        self.net.add(Dense(1))
# run: Trainer(x, y).plain()
# run: Trainer(x, y).other()
# == one of them called below
    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()

    def other(self):
        self.model.add(GRU(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()


if __name__ == "__main__":
    Trainer(x, y).plain()
# == cells of a notebook (notebook)
from keras.layers import GRU, LSTM, Dense
from keras.models import Sequential
# %%
class Forecast:
    net = Sequential()

    def lstm(self):
        self.net.add(LSTM(8, input_shape=(10, 3)))
        self.net.add(Dense(1))
        self.net.compile("adam", "mse")

    def gru(self):
        self.net.add(GRU(8, input_shape=(10, 3)))
        self.net.add(Dense(1))
        self.net.compile("adam", "mse")
# run: Forecast().lstm()
# run: Forecast().gru()
# == one of them forgets return_sequences -> LL101
    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()

    def deep(self):
        self.model.add(GRU(8, input_shape=(10, 3)))
        self.model.add(GRU(4))
        self.model.add(Dense(1))
        self.train()
# run: Trainer(x, y).plain()
# raises: Trainer(x, y).deep()
# == one of them is stateful without a batch -> LL110
    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()

    def carry(self):
        self.model.add(LSTM(8, stateful=True, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()
# run: Trainer(x, y).plain()
# raises: Trainer(x, y).carry()
# == softmax over one unit in one of them -> LL401
    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()

    def wrong(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1, activation="softmax"))
        self.train()
# run: Trainer(x, y).plain()
# raises: Trainer(x, y).wrong()
# == the input is too narrow in one of them -> LL116
    def plain(self):
        self.model.add(LSTM(8, input_shape=(10, 3)))
        self.model.add(Dense(1))
        self.train()

    def wrong(self):
        self.model.add(LSTM(8, input_shape=(10, 2)))
        self.model.add(Dense(1))
        self.model.compile("adam", "mse")
        self.model.fit(x, y)
# run: Trainer(x, y).plain()
# raises: Trainer(x, y).wrong()
