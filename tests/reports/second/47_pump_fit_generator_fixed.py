# fixed twin of 47_pump_fit_generator.py
import numpy as np
from tensorflow import keras
from tensorflow.keras.layers import GRU, Dense, Input
from tensorflow.keras.models import Model

WINDOW, SENSORS, BATCH = 40, 5, 16
rng = np.random.default_rng(40)
signal = rng.normal(size=(1200, SENSORS)).cumsum(axis=0) * 0.05
alarm = (np.abs(signal).max(axis=1) > 1.2).astype("float32")


class PumpWindows(keras.utils.Sequence):
    def __init__(self, first, last, **kwargs):
        super().__init__(**kwargs)
        self.ends = np.arange(first + WINDOW, last)

    def __len__(self):
        return len(self.ends) // BATCH

    def __getitem__(self, k):
        ends = self.ends[k * BATCH:(k + 1) * BATCH]
        x = np.stack([signal[e - WINDOW:e] for e in ends])
        return x, alarm[ends]


train, valid, test = PumpWindows(0, 700), PumpWindows(700, 900), PumpWindows(900, 1200)

inp = Input((WINDOW, SENSORS))
model = Model(inp, Dense(1, activation="sigmoid")(GRU(24)(inp)))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

model.fit(train, validation_data=valid, epochs=1, verbose=2)
print("test", model.evaluate(test, verbose=0))
