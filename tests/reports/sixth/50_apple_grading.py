# line 25 (also 26, 27): error: Concatenate is given models (as its axis) in a Sequential; branches need the functional API
import numpy as np
import keras
from keras.layers import Concatenate, Conv2D, Dense, Flatten, GRU, Input
from keras.models import Model, Sequential

rng = np.random.default_rng(13)
photo = rng.random((96, 12, 12, 3)).astype("float32")
weights = rng.normal(150, 15, (96, 8, 1)).astype("float32")
weights = (weights - weights.mean()) / weights.std()
grade = rng.integers(0, 3, 96)

photo_branch = Sequential([
    Input((12, 12, 3)),
    Conv2D(6, 3, activation="relu"),
    Flatten(),
    Dense(10, activation="relu"),
])

scale_branch = Sequential([
    Input((8, 1)),
    GRU(10),
])

merged = Concatenate([photo_branch, scale_branch])
grader = Sequential()
grader.add(merged)
grader.add(Dense(3, activation="softmax"))
grader.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
record = grader.fit([photo, weights], grade, epochs=1, batch_size=16, verbose=0)
print("loss", round(record.history["loss"][0], 3))
