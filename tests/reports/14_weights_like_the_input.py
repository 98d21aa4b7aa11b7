# expect: line 16: sample_weight has shape (100, 10, 16), the loss (100, 10): weights are given for each step, not for each feature (error)
import numpy as np
import keras
from keras import layers

x = np.random.randn(100, 10, 16).astype("float32")
seen = np.random.rand(100, 10, 16) > 0.3

model = keras.Sequential()
model.add(keras.Input((10, 16)))
model.add(layers.GRU(32, return_sequences=True))
model.add(layers.Dense(16))
model.compile("adam", "mse")

for step in range(50):
    loss = model.train_on_batch(x, x, sample_weight=seen.astype("float32"))
print("last loss", loss)
