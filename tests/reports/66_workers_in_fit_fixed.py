# fixed twin of 66_workers_in_fit.py
import keras
import numpy as np


class DataSequence(keras.utils.Sequence):
    def __init__(self, data, keys, batch_size=32, **kwargs):
        super().__init__(**kwargs)
        self.data, self.keys, self.batch_size = data, keys, batch_size

    def __len__(self):
        return int(np.ceil(len(self.keys) / self.batch_size))

    def __getitem__(self, idx):
        keys = self.keys[idx * self.batch_size:(idx + 1) * self.batch_size]
        x = np.stack([self.data[key]["log"] for key in keys])
        y = np.array([self.data[key]["churned"] for key in keys])
        return x, y


data = {f"user_{i}": {"log": np.random.rand(20, 3), "churned": i % 2} for i in range(128)}
batches = DataSequence(data, list(data), workers=2)

model = keras.Sequential([
    keras.Input((20, 3)),
    keras.layers.GRU(16),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy")
history = model.fit(batches, epochs=3, verbose=2)
