import numpy as np
from keras import callbacks, layers, models, optimizers


class Forecaster:
    def __init__(self, steps, features):
        self.steps = steps
        self.features = features
        self.model = self.build()

    def build(self):
        model = models.Sequential()
        model.add(layers.Input((self.steps, self.features)))
        model.add(layers.LSTM(48, dropout=50))
        model.add(layers.Dense(1))
        model.add(layers.Dropout(0.3))
        model.compile(optimizer=optimizers.Adam, loss="mse")
        return model

    def train(self, x, y):
        stop = callbacks.EarlyStopping(monitor="val_acc", patience=1)
        self.model.fit(x, y, epochs=2, validation_split=0.2, callbacks=[stop])


Forecaster(10, 2).train(np.random.rand(64, 10, 2), np.random.rand(64, 1))
