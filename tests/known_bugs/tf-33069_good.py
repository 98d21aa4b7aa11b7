# Padding behind, as cuDNN needs it.
import os

os.environ["CUDA_VISIBLE_DEVICES"] = "0"

import numpy as np
from keras.layers import GRU, Dense, Input, Masking
from keras.models import Sequential
from keras.utils import pad_sequences

walks = np.load("walks.npy", allow_pickle=True)
x = pad_sequences(walks, maxlen=60, dtype="float32", padding="post", value=-1.0)

model = Sequential([Input((60, 8)), Masking(-1.0), GRU(64), Dense(4, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, np.load("labels.npy"), epochs=5, validation_split=0.1)
