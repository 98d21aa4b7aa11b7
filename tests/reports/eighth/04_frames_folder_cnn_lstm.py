# line 32: error: the generator yields single pictures, the network wants clips of five; group the frames first
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import (Conv2D, Dense, Dropout, Flatten, Input, LSTM,
                                     MaxPooling2D, TimeDistributed)

IMG = 24
FRAMES = 5
CLASSES = 3

pictures = np.random.rand(60, IMG, IMG, 3).astype("float32")
behaviour = np.eye(CLASSES)[np.repeat(np.random.randint(0, CLASSES, size=12), FRAMES)]


def clip_batches(images, targets, batch_size):
    while True:
        for start in range(0, len(images), batch_size):
            yield images[start:start + batch_size], targets[start:start + batch_size]


model = Sequential()
model.add(Input(shape=(FRAMES, IMG, IMG, 3)))
model.add(TimeDistributed(Conv2D(8, (5, 5), strides=2, activation="relu")))
model.add(TimeDistributed(MaxPooling2D((2, 2))))
model.add(TimeDistributed(Conv2D(16, (3, 3), activation="relu", padding="same")))
model.add(TimeDistributed(Flatten()))
model.add(LSTM(16))
model.add(Dropout(0.3))
model.add(Dense(CLASSES, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

train_gen = clip_batches(pictures, behaviour, batch_size=4)
model.fit(train_gen, steps_per_epoch=3, epochs=1)
