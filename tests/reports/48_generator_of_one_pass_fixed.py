# fixed twin of 48_generator_of_one_pass.py
import numpy as np
from keras.layers import LSTM, Dense, Dropout, Input
from keras.models import Sequential

rates = np.cumsum(np.random.normal(0, 0.01, 1500)).reshape(-1, 1)
rates = (rates - rates[:1200].mean()) / rates[:1200].std()
SEQ, BATCH = 50, 32


def train_batches(data):
    while True:
        for start in range(0, len(data) - SEQ - BATCH, BATCH):
            x = np.stack([data[i:i + SEQ] for i in range(start, start + BATCH)])
            yield x, data[start + SEQ:start + SEQ + BATCH]


steps = len(range(0, 1200 - SEQ - BATCH, BATCH))
model = Sequential()
model.add(Input((SEQ, 1)))
model.add(LSTM(32))
model.add(Dropout(0.2))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(train_batches(rates[:1200]), steps_per_epoch=steps, epochs=4)
