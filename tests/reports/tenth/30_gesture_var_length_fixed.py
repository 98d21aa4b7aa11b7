# the same work with the smallest change
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import (LSTM, Conv2D, Dense, Dropout, GlobalMaxPooling2D, Input,
                                     MaxPooling2D, Reshape)
from tensorflow.keras.models import Sequential

n_classes, channels = 7, 6
rng = np.random.default_rng(16)
labels = rng.integers(0, n_classes, size=200)
train_x = [(rng.normal(size=(int(rng.integers(24, 90)), channels, 1)) + 0.2 * c).astype("float32") for c in labels]
train_y = np.eye(n_classes, dtype="float32")[labels]


def series():
    for x, y in zip(train_x, train_y):
        yield x, y


signature = (tf.TensorSpec((None, channels, 1), tf.float32), tf.TensorSpec((n_classes,), tf.float32))
dataset = tf.data.Dataset.from_generator(series, output_signature=signature)
dataset = dataset.shuffle(200).padded_batch(16, padded_shapes=((None, channels, 1), (n_classes,)))

model = Sequential()
model.add(Input((None, channels, 1)))
model.add(Conv2D(16, (3, 3), padding="same", activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(32, (3, 3), padding="same", activation="relu"))
model.add(GlobalMaxPooling2D())
model.add(Reshape((1, 32)))
model.add(LSTM(64))
model.add(Dropout(0.3))
model.add(Dense(n_classes, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.summary()

model.fit(dataset, epochs=1, verbose=0)
print(model.evaluate(dataset, verbose=0))
