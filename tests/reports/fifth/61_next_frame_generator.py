import math
import numpy as np
import keras
from keras import layers


class SequenceGenerator(keras.utils.PyDataset):
    def __init__(self, frames, targets, batch_size=32, **kwargs):
        super().__init__(**kwargs)
        self.frames, self.targets, self.batch_size = frames, targets, batch_size

    def __len__(self):
        return math.ceil(len(self.frames) / self.batch_size)

    def __getitem__(self, k):
        index = np.arange(k * self.batch_size, min((k + 1) * self.batch_size, len(self.frames)))
        current_batch_size = self.batch_size
        batch_x = np.zeros((current_batch_size,) + self.frames.shape[1:], dtype="float32")
        batch_y = np.zeros((current_batch_size, 1), dtype="float32")
        for i, j in enumerate(index):
            batch_x[i], batch_y[i] = self.frames[j], self.targets[j]
        return batch_x, batch_y


rng = np.random.default_rng(83)
clips = rng.random((70, 5, 8, 8, 1)).astype("float32")
brightness = 3.0 + clips[:, -1].mean(axis=(1, 2)) * 2
train = SequenceGenerator(clips[:49], brightness[:49], batch_size=48)
test = SequenceGenerator(clips[49:], brightness[49:], batch_size=16)

model = keras.Sequential([
    keras.Input((5, 8, 8, 1)),
    layers.ConvLSTM2D(4, 3, padding="same"),
    layers.GlobalAveragePooling2D(),
    layers.Dense(1),
])
model.compile("adam", "mse")
model.fit(train, epochs=3, verbose=0)
print("rows seen per epoch:", sum(len(train[k][0]) for k in range(len(train))), "of", len(train.frames))
print("test mse", model.evaluate(test, verbose=0))
