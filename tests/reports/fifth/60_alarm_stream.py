import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, TimeDistributed, Dense, Dropout


class AlarmNet:
    def __init__(self, steps, channels):
        self.model = Sequential()
        self.model.add(Input((steps, channels)))
        self.model.add(LSTM(24, return_sequences=True))
        self.model.add(TimeDistributed(Dense(12, activation="relu")))
        self.model.add(Dropout(0.1))
        self.model.add(TimeDistributed(Dense(1, activation="sigmoid")))
        self.model.compile(optimizer="adam", loss="binary_crossentropy")

    def train(self, X, y, ratio, epochs=4):
        self.model.fit(X, y, epochs=epochs, batch_size=20, verbose=0, class_weight={0: 1.0, 1: ratio})

    def alarms(self, X, threshold=0.5):
        return self.model.predict(X, verbose=0) > threshold


gen = np.random.default_rng(61)
X = gen.normal(size=(300, 15, 8)).astype("float32")
y = (X[:, :, :2].sum(axis=-1, keepdims=True) > 2.2).astype("float32")
train, test = slice(0, 240), slice(240, 300)

net = AlarmNet(15, 8)
net.train(X[train], y[train], ratio=float((1 - y[train]).sum() / y[train].sum()))
hits = net.alarms(X[test])[y[test] == 1]
print("alarms raised:", hits.mean())
