import numpy as np
from tensorflow.keras import Sequential, Input
from tensorflow.keras.layers import Embedding, LSTM, Dense
from tensorflow.keras.utils import pad_sequences


class SentimentClassifier:
    POSITIVE = ["good", "nice", "love", "happy", "best"]
    NEGATIVE = ["bad", "ugly", "hate", "sad", "worst"]
    OTHER = ["this", "movie", "is", "the", "i", "really", "so"]

    def __init__(self, maxlen=8):
        self.maxlen = maxlen
        words = self.POSITIVE + self.NEGATIVE + self.OTHER
        self.index = {w: i + 1 for i, w in enumerate(words)}
        self.model = Sequential([Input((maxlen,)), Embedding(len(words) + 1, 8, mask_zero=True),
                                 LSTM(8), Dense(1, activation="sigmoid")])
        self.model.compile("adam", "binary_crossentropy", metrics=["accuracy"])

    def train(self, n=300):
        rng = np.random.default_rng(1)
        y = rng.integers(0, 2, n)
        x = [[self.index[w] for w in rng.permutation(
            list(rng.choice(self.OTHER, 4)) + [rng.choice(self.POSITIVE if k else self.NEGATIVE)])] for k in y]
        self.model.fit(pad_sequences(x, maxlen=self.maxlen), y, epochs=6, batch_size=16, verbose=0)

    def find_sentiment(self, sentence):
        X = [self.index[w] for w in sentence.lower().split() if w in self.index]
        X = pad_sequences([X], maxlen=self.maxlen)
        return float(self.model.predict(X, verbose=0)[0, 0])


clf = SentimentClassifier()
clf.train()
for line in ["I really love this movie", "the worst movie"]:
    print(line, "->", round(clf.find_sentiment(line), 2))
