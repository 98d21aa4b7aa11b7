# expect: line 19: the classes are stacked one after the other and validation_split takes the last 20 %, which are all "fall"; shuffle x and y together first (warning)
import numpy as np
from keras.layers import LSTM, Dense, Dropout, Input
from keras.models import Sequential

walk = np.random.normal(0.0, 0.3, (200, 50, 3))
sit = np.random.normal(0.2, 0.1, (200, 50, 3))
fall = np.random.normal(-0.3, 0.6, (200, 50, 3))

x = np.concatenate([walk, sit, fall])
y = np.concatenate([np.zeros(200), np.ones(200), np.full(200, 2)])

model = Sequential()
model.add(Input((50, 3)))
model.add(LSTM(32))
model.add(Dropout(0.2))
model.add(Dense(3, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2)
