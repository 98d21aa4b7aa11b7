# expect: line 17: class_weight works for one label a sample only; for y of shape (n, steps, 3) turn it into sample_weight of shape (n, steps) (error)
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense
from keras.utils import to_categorical
import numpy as np

x = np.random.randn(90, 10, 4)
tags = np.random.choice(3, p=[0.8, 0.15, 0.05], size=(90, 10))
y = to_categorical(tags, 3)
rarity = {0: 1.0, 1: 5.0, 2: 15.0}

tagger = Sequential()
tagger.add(Input(shape=(10, 4)))
tagger.add(LSTM(16, return_sequences=True))
tagger.add(Dense(3, activation="softmax"))
tagger.compile(loss="categorical_crossentropy", optimizer="adam")
tagger.fit(x, y, epochs=5, batch_size=30, class_weight=rarity)
