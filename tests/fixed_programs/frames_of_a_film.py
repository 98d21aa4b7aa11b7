import numpy as np
from keras.layers import LSTM, Conv1D, Dense, Dropout, Flatten, Input, TimeDistributed
from keras.models import Sequential

model = Sequential(
    [
        Input((4, 6, 2)),
        TimeDistributed(Conv1D(8, 3, activation="relu")),
        TimeDistributed(Flatten()),
        LSTM(16, recurrent_dropout=0.9),
        Dropout(0.95),
        Dense(3, activation="sigmoid"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.rand(48, 4, 6, 2), np.arange(48) % 3, epochs=1, shuffle=False)
