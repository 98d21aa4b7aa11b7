# line 40: error: the answer is asked with training=True, dropout stays on; training=False
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras import layers


class OriginModel:
    """Guess the origin of a family name from its letter pairs."""

    RACES = ["asian", "hispanic", "white"]
    FEATURE_LEN = 14

    def __init__(self):
        letters = "abcdefghijklmnopqrstuvwxyz"
        self.pairs = {a + b: i + 1 for i, (a, b) in enumerate((a, b) for a in letters for b in letters)}
        self.net = tf.keras.Sequential([
            layers.Input((self.FEATURE_LEN,)),
            layers.Embedding(len(self.pairs) + 1, 24, mask_zero=True),
            layers.LSTM(48, dropout=0.2),
            layers.Dropout(0.3),
            layers.Dense(len(self.RACES), activation="softmax"),
        ])
        self.net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def _vectors(self, names):
        rows = np.zeros((len(names), self.FEATURE_LEN), dtype="int32")
        for r, name in enumerate(names):
            name = name.lower()
            ids = [self.pairs.get(name[i:i + 2], 0) for i in range(len(name) - 1)][:self.FEATURE_LEN]
            rows[r, :len(ids)] = ids
        return rows

    def fit(self, names, races, epochs=2):
        target = np.array([self.RACES.index(x) for x in races])
        self.net.fit(self._vectors(names), target, epochs=epochs, batch_size=16, verbose=0)

    def pred_last_name(self, df, column):
        X = self._vectors(df[column].tolist())
        proba = self.net(X, training=True).numpy()
        out = pd.DataFrame(proba, columns=self.RACES, index=df.index)
        out["race"] = out[self.RACES].idxmax(axis=1)
        return pd.concat([df, out], axis=1)


names = ["tanaka", "nguyen", "zhang", "garcia", "hernandez", "lopez", "smith", "johnson", "miller"] * 10
races = ["asian"] * 3 + ["hispanic"] * 3 + ["white"] * 3
om = OriginModel()
om.fit(names, races * 10)
for _ in range(2):
    print(om.pred_last_name(pd.DataFrame({"last": ["yamada", "torres", "baker"]}), "last"))
