# the same work with the smallest change
import os
import tempfile
import numpy as np
import keras
from keras import layers, ops


class ChannelGate(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel",
                                      shape=(input_shape[-1], self.units),
                                      initializer="uniform", trainable=True)
        super().build(input_shape)

    def call(self, x):
        return ops.sigmoid(ops.matmul(x, self.kernel))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


sensor = np.random.rand(60, 9, 4).astype("float32")
alarm = np.random.randint(0, 2, size=(60, 1))

model = keras.Sequential([
    keras.Input(shape=(9, 4)),
    layers.GRU(16),
    ChannelGate(8),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(sensor, alarm, epochs=1, verbose=0)

path = os.path.join(tempfile.mkdtemp(), "alarm_net.h5")
model.save(path)

again = keras.models.load_model(path, custom_objects={"ChannelGate": ChannelGate})
print(again.predict(sensor[:2], verbose=0))
