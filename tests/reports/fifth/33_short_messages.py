import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, Embedding, LSTM, Dense, Dropout
from tensorflow.keras.utils import pad_sequences

max_features = 50
maxlen = 18
PAD = -1


class MessageSet:
    def __init__(self, n, seed):
        gen = np.random.default_rng(seed)
        self.messages, self.spam = [], gen.integers(0, 2, n)
        for s in self.spam:
            words = list(gen.integers(1, 40, gen.integers(3, 9)))
            if s:
                words[gen.integers(0, len(words))] = int(gen.integers(40, max_features))
            self.messages.append(words)

    def arrays(self):
        return pad_sequences(self.messages, maxlen=maxlen, padding="post", value=PAD), self.spam


x_train, y_train = MessageSet(500, 1).arrays()
x_test, y_test = MessageSet(150, 2).arrays()

model = Sequential()
model.add(Input((maxlen,)))
model.add(Embedding(max_features, 16, mask_zero=True))
model.add(LSTM(24))
model.add(Dropout(0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=18, epochs=3, verbose=0)
print("accuracy", model.evaluate(x_test, y_test, verbose=0)[1])
