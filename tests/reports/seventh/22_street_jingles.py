# line 27 (also 30): error: compile got no loss, fit has nothing to minimise
import numpy as np
import keras
from keras import layers

CORPUS = ("hot pies and cold cider, come buy before the bell. "
          "ripe pears, red plums, sweet figs to tell. ") * 6


class JingleWriter:
    def __init__(self, text, length=12):
        self.length = length
        self.signs = sorted(set(text))
        self.number = {c: n for n, c in enumerate(self.signs)}
        codes = np.array([self.number[c] for c in text])
        self.x = np.stack([codes[i:i + length] for i in range(len(codes) - length)])
        self.y = codes[length:]

    def build(self, kind):
        recurrent = {"gru": layers.GRU, "lstm": layers.LSTM}[kind]
        self.model = keras.Sequential([
            keras.Input((self.length,), dtype="int32"),
            layers.Embedding(len(self.signs), 12),
            recurrent(32),
            layers.Dense(len(self.signs), activation="softmax"),
        ])
        self.model.compile(optimizer="adam", metrics=["accuracy"])

    def train(self, epochs=12):
        self.model.fit(self.x, self.y, epochs=epochs, batch_size=32, verbose=0)

    def write(self, start, count=20):
        text = start
        for _ in range(count):
            codes = np.array([[self.number[c] for c in text[-self.length:]]])
            text += self.signs[int(self.model.predict(codes, verbose=0)[0].argmax())]
        return text


keras.utils.set_random_seed(22)
writer = JingleWriter(CORPUS)
for kind in ("gru", "lstm"):
    writer.build(kind)
    writer.train()
    print(kind, repr(writer.write(CORPUS[:12])))
