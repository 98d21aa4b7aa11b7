# expect: line 15: Flatten gives (batch, 288) and the LSTM needs (batch, steps, features); keep the time axis with Reshape((12, 24)) (error)
import numpy as np
from tensorflow.keras.layers import LSTM, Conv2D, Dense, Flatten, Input, MaxPooling2D, Reshape
from tensorflow.keras.models import Sequential

rng = np.random.default_rng(7)
spectrograms = rng.random((160, 12, 12, 1)).astype("float32")
keyword = rng.integers(0, 4, 160)

model = Sequential()
model.add(Input(shape=(12, 12, 1)))
model.add(Conv2D(8, (3, 3), padding="same", activation="relu"))
model.add(MaxPooling2D((1, 4)))
model.add(Flatten())
model.add(LSTM(32))
model.add(Dense(4, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(spectrograms, keyword, epochs=10, batch_size=32, validation_split=0.2)
