# expect: line 33 (also 32): the best epoch is picked by its accuracy on the test set and reported as the result; take a validation part and evaluate once (warning)
import numpy as np
import pandas as pd
from keras.models import Sequential
from keras.layers import Embedding, SimpleRNN, Dense, Input
from keras.utils import pad_sequences, set_random_seed

set_random_seed(12)


def read(path, vocab=None):
    frame = pd.read_csv(path)
    docs = [str(s).split() for s in frame["sentence"]]
    if vocab is None:
        vocab = {w: i + 2 for i, w in enumerate(sorted({w for d in docs for w in d}))}
    ids = [[vocab.get(w, 1) for w in d] for d in docs]
    return pad_sequences(ids, maxlen=10), frame["polar"].to_numpy(), vocab


train, train_label, vocab = read("train.csv")
test, test_label, _ = read("test.csv", vocab)

model = Sequential([
    Input((10,)),
    Embedding(len(vocab) + 2, 16, mask_zero=True),
    SimpleRNN(16),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])

hist = model.fit(train, train_label, batch_size=32, epochs=30, verbose=0,
                 validation_data=(test, test_label))
print("result for the paper: %.3f" % max(hist.history["val_accuracy"]))
