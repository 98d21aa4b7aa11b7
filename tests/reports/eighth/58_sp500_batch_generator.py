# line 24: error: the windows at the end of the data are shorter; begin anew before the end
import numpy as np
import pandas as pd
from keras.models import Sequential
from keras.layers import Input, LSTM, Dropout, Dense


class DataLoader:
    def __init__(self, frame, split, cols):
        edge = int(len(frame) * split)
        self.data_train = frame[cols].values[:edge]
        self.len_train = len(self.data_train)

    def _window(self, i, seq_len):
        w = self.data_train[i:i + seq_len]
        w = w / w[0] - 1.0
        return w[:-1], w[-1, [0]]

    def generate_train_batch(self, seq_len, batch_size):
        i = 0
        while True:
            xs, ys = [], []
            for _ in range(batch_size):
                if i >= self.len_train:
                    i = 0
                x, y = self._window(i, seq_len)
                xs.append(x)
                ys.append(y)
                i += 1
            yield np.array(xs), np.array(ys)


rng = np.random.default_rng(31)
frame = pd.DataFrame({"Close": 900 + rng.normal(0, 5, 200).cumsum(),
                      "Volume": rng.uniform(1e6, 3e6, 200)})
data = DataLoader(frame, 0.85, ["Close", "Volume"])

SEQ, BATCH = 20, 16
model = Sequential([Input(shape=(SEQ - 1, 2)),
                    LSTM(16, return_sequences=True), Dropout(0.2),
                    LSTM(16), Dense(1, activation="linear")])
model.compile(loss="mse", optimizer="adam")
steps = (data.len_train - SEQ) // BATCH
model.fit(data.generate_train_batch(SEQ, BATCH), steps_per_epoch=steps,
          epochs=2, verbose=0)
