# expect: LL801
"""The trainer keeps the best weights by a score that nothing computes."""

import keras


class Trainer:
    def __init__(self, model, epochs=40):
        self.model = model
        self.epochs = epochs
        self.watchers = [keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=3)]

    def run(self, x, y):
        self.model.compile(loss="mse", optimizer="adam")
        return self.model.fit(x, y, epochs=self.epochs, callbacks=self.watchers)


net = keras.Sequential([keras.Input((20, 2)), keras.layers.SimpleRNN(12), keras.layers.Dense(1)])
Trainer(net).run(*keras.utils.unpack_x_y_sample_weight(keras.saving.load_model("data.keras"))[:2])
