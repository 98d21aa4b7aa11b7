# clean
"""Pressure in pascal, standardized by a layer of the network."""

import numpy
import pandas
from keras import Model, layers


class PressureForecast:
    columns = ["inlet_pa", "outlet_pa"]
    past = 48

    def __init__(self, path):
        self.table = pandas.read_csv(path)

    def examples(self):
        values = self.table[self.columns].to_numpy()
        rows = range(self.past, len(values))
        x = numpy.stack([values[row - self.past : row] for row in rows])
        y = numpy.array([values[row, 0] / 100_000 for row in rows])
        return x, y

    def network(self, x):
        standardized = layers.Normalization()
        standardized.adapt(x)
        entrance = layers.Input((self.past, len(self.columns)))
        return Model(entrance, layers.Dense(1)(layers.GRU(40)(standardized(entrance))))

    def train(self):
        x, y = self.examples()
        model = self.network(x)
        model.compile("adam", "mse")
        model.fit(x, y, epochs=12, validation_split=0.2)
        return model


if __name__ == "__main__":
    PressureForecast("pressure.csv").train()
