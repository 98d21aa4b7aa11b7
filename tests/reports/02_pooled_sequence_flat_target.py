# expect: line 15: the model predicts (batch, 20, 2) because AveragePooling1D keeps the time axis, y is (n, 2); use GlobalAveragePooling1D (error)
import numpy as np
from keras import Sequential
from keras.layers import LSTM, AveragePooling1D, Dense, GlobalAveragePooling1D, Input
from keras.optimizers import RMSprop
from keras.utils import to_categorical

recordings = np.random.normal(size=(120, 40, 19))
labels = to_categorical(np.random.randint(0, 2, size=120), 2)

model = Sequential([
    Input((40, 19)),
    LSTM(24, return_sequences=True),
    AveragePooling1D(2),
    Dense(2, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer=RMSprop(learning_rate=0.001))
model.fit(recordings[:100], labels[:100], epochs=20, batch_size=25,
          validation_data=(recordings[100:], labels[100:]))
