# line 23 (also 25): error: softmax over one unit is always 1; a yes or no answer needs sigmoid
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(14)
rng = np.random.default_rng(14)

# one day of three readings in each hive; a swarm warms the second half of the day
hives, hours = 360, 24
readings = rng.normal(size=(hives, hours, 3)).astype("float32")
swarmed = rng.integers(0, 2, size=hives).astype("float32")
readings[swarmed == 1, 12:, 0] += 1.0

x_train, y_train = readings[:240], swarmed[:240]
x_valid, y_valid = readings[240:300], swarmed[240:300]
x_test, y_test = readings[300:], swarmed[300:]

model = keras.Sequential([
    keras.Input(shape=(hours, 3)),
    layers.GRU(12),
    layers.Dropout(0.2),
    layers.Dense(1, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=8, batch_size=24, verbose=0, validation_data=(x_valid, y_valid))

chance = model.predict(x_test, verbose=0)[:, 0]
print("lowest", round(float(chance.min()), 3), "highest", round(float(chance.max()), 3),
      "accuracy", round(model.evaluate(x_test, y_test, verbose=0)[1], 3))
