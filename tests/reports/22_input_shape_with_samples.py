# expect: line 11: the input shape must leave out the samples: x_train.shape[1:], not x_train.shape (error)
import numpy as np
from tensorflow.keras.layers import ConvLSTM2D, Dense, Flatten, Input
from tensorflow.keras.models import Sequential

x_train = np.random.rand(68, 6, 1, 20, 4)
y_train = np.random.randint(0, 2, 68)

model = Sequential()
model.add(Input(shape=x_train.shape))
model.add(ConvLSTM2D(8, kernel_size=(1, 5), dropout=0.2))
model.add(Flatten())
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=16, epochs=4, validation_split=0.25)
