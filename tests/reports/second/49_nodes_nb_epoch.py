# expect: line 40 (also 35): fit has no nb_epoch, it is called epochs (error)
import numpy as np
from sklearn.metrics import roc_auc_score
from keras.layers import Dense, Dropout, Input, LSTM, concatenate
from keras.models import Model

SNAPSHOTS, DIM = 8, 12
rng = np.random.default_rng(10)


def edges(n):
    """embeddings of two nodes over the past snapshots, and whether they meet next"""
    u = rng.normal(size=(n, SNAPSHOTS, DIM)).astype("float32")
    v = rng.normal(size=(n, SNAPSHOTS, DIM)).astype("float32")
    meet = rng.random(n) < 0.5
    v[meet] = 0.6 * u[meet] + 0.4 * v[meet]
    return u, v, meet.astype("float32")


def build():
    a = Input((SNAPSHOTS, DIM))
    b = Input((SNAPSHOTS, DIM))
    shared = LSTM(24)
    h = concatenate([shared(a), shared(b)])
    h = Dropout(0.2)(Dense(24, activation="relu")(h))
    model = Model([a, b], Dense(1, activation="sigmoid")(h))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def run(batch_size=32, **keras_args):
    u, v, y = edges(320)
    ut, vt, yt = edges(80)
    model = build()
    model.fit([u, v], y, batch_size=batch_size, validation_split=0.1, **keras_args)
    p = model.predict([ut, vt], verbose=0)
    print("auc %.3f" % roc_auc_score(yt, p[:, 0]))


params = {"batch_size": 32, "nb_epoch": 2, "verbose": 2}
run(**params)
