# line 28: error: a stateful layer needs a fixed batch size, but the input of the model leaves it open; declare Input(batch_shape=(batch_size, ...))
import numpy as np
from tensorflow import keras
from tensorflow.keras.layers import (
    LSTM, Activation, Bidirectional, Conv1D, Conv2D, Dense, Dropout, Flatten, Input, MaxPooling1D,
    MaxPooling2D, TimeDistributed,
)
from tensorflow.keras.models import Sequential

batch_size, steps = 8, 24

videos = np.load("blinks.npz")
x = videos["frames"].astype("float32")[..., np.newaxis] / 255.0
y = videos["score"].astype("float32")
usable = len(x) // batch_size * batch_size
x, y = x[:usable], y[:usable]

model = Sequential()
model.add(Input(shape=(steps, 22, 26, 1)))
for filters in (8, 16):
    model.add(TimeDistributed(Conv2D(filters, (3, 3), padding="same")))
    model.add(Activation("elu"))
    model.add(TimeDistributed(MaxPooling2D(pool_size=(2, 2))))
    model.add(Dropout(0.2))
model.add(TimeDistributed(Flatten()))
model.add(Conv1D(16, 3, padding="same", activation="elu"))
model.add(MaxPooling1D(pool_size=2))
model.add(Bidirectional(LSTM(16, return_sequences=True, stateful=True)))
model.add(Activation("elu"))
model.add(Bidirectional(LSTM(16, return_sequences=False, stateful=True)))
model.add(Activation("elu"))
model.add(Dense(1, activation="sigmoid"))

adam = keras.optimizers.Adam(learning_rate=0.0005)
model.compile(loss="mean_squared_error", optimizer=adam, metrics=["mae"])
model.fit(x, y, batch_size=batch_size, epochs=1, shuffle=False)
print(model.predict(x, batch_size=batch_size)[:5].ravel())
