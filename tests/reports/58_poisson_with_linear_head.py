# expect: line 16: poisson takes log(y_pred) and a linear head predicts negative rates; use activation="softplus" (or "exponential") (error)
import numpy as np
import keras
from keras import layers

rng = np.random.default_rng(5)
calls = rng.poisson(2.0, size=(300, 1)).astype("float32")
history = rng.normal(size=(300, 14, 6)).astype("float32")
weekday = rng.integers(0, 7, (300, 1))

series = keras.Input((14, 6))
day = keras.Input((1,), dtype="int32")
left = layers.LSTM(32)(series)
right = layers.Flatten()(layers.Embedding(7, 4)(day))
both = layers.Dense(16, activation="tanh")(layers.Concatenate()([left, right]))
rate = layers.Dense(1)(both)
model = keras.Model([series, day], rate)
model.compile(loss="poisson", optimizer="adam")
model.fit([history, weekday], calls, batch_size=32, epochs=10, validation_split=0.1)
