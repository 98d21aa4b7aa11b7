import numpy as np
from sklearn.model_selection import train_test_split
from keras.models import Sequential
from keras.layers import Input, Embedding, LSTM, Dense
from keras.utils import pad_sequences


class BrandDetector:
    """Tells whether a short post mentions a brand."""

    def __init__(self, vocab_size):
        self.vocab_size = vocab_size
        self.model = self._build()

    def _build(self):
        model = Sequential()
        model.add(Input(shape=(None,), dtype="int32"))
        model.add(Embedding(self.vocab_size, 24, mask_zero=True))
        model.add(LSTM(24))
        model.add(Dense(1, activation="sigmoid"))
        model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
        return model

    def fit(self, posts, labels, epochs=20, batch=16):
        train_x = np.array(posts, dtype=object)
        train_y = np.array(labels, dtype="float32")
        return self.model.fit(train_x, train_y, epochs=epochs, batch_size=batch,
                              validation_split=0.1, verbose=2)

    def score(self, posts, labels):
        return self.model.evaluate(np.array(posts, dtype=object), np.array(labels), verbose=0)


rng = np.random.default_rng(5)
VOCAB = 300                      # ids 1..299, ids below 20 are brand names
posts, labels = [], []
for _ in range(600):
    words = rng.integers(20, VOCAB, size=rng.integers(4, 18)).tolist()
    has_brand = int(rng.random() < 0.5)
    if has_brand:
        words[rng.integers(len(words))] = int(rng.integers(1, 20))
    posts.append(words)
    labels.append(has_brand)

tr_x, te_x, tr_y, te_y = train_test_split(posts, labels, test_size=0.2, random_state=1)
detector = BrandDetector(VOCAB)
detector.fit(tr_x, tr_y)
print("test loss / acc:", detector.score(te_x, te_y))
