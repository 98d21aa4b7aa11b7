# fixed twin of 17_tweets_kfold.py
import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
import keras
from keras import layers

VOCAB, MAXLEN, FOLDS, EPOCHS = 300, 14, 5, 10


def gen_tweets(n=400):
    rng = np.random.default_rng(0)
    x = rng.integers(1, VOCAB, size=(n, MAXLEN))
    y = rng.integers(0, 2, size=n)
    hits = rng.random(n) < 0.25
    x[hits, 3] = np.where(y[hits] == 1, 7, 8)
    return x, y


def lstm_model():
    model = keras.Sequential([
        layers.Input((MAXLEN,)),
        layers.Embedding(VOCAB, 24),
        layers.Dropout(0.25),
        layers.LSTM(24),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def train_lstm(X, y):
    folds = StratifiedKFold(n_splits=FOLDS, shuffle=True, random_state=2)
    scores = []
    for k, (tr, te) in enumerate(folds.split(X, y)):
        model = lstm_model()
        model.fit(X[tr], y[tr], epochs=EPOCHS, batch_size=32, verbose=0)
        pred = (model.predict(X[te], verbose=0)[:, 0] > 0.5).astype(int)
        scores.append(f1_score(y[te], pred))
        print("fold", k, "f1 %.3f" % scores[-1])
    return scores


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    X, y = gen_tweets()
    scores = train_lstm(X, y)
    print("mean f1 %.3f" % np.mean(scores))
