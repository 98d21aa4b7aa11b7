import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

model = keras.Sequential()
model.add(layers.GRU(24, input_shape=(16, 2), return_sequence=False))
model.add(layers.Dense(3))
model.compile("adam", keras.losses.SparseCategoricalCrossentropy())
model.fit(np.random.rand(48, 16, 2), np.arange(48) % 3, epochs=1)
