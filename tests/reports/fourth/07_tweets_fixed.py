import numpy as np
import pandas as pd
import keras
from keras import layers, ops
from sklearn.model_selection import train_test_split

df = pd.read_csv("tweets.csv").dropna(subset=["text"])
train, test = train_test_split(df, test_size=0.2, stratify=df["label"], random_state=3)
train, valid = train_test_split(train, test_size=0.1, stratify=train["label"], random_state=3)

vec = layers.TextVectorization(max_tokens=8000, output_sequence_length=40)
vec.adapt(train["text"].to_numpy())


class AttentionPool(layers.Layer):
    def __init__(self, units=32, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.supports_masking = True
        self.score = keras.Sequential(
            [layers.Dense(units, activation="tanh"), layers.Dense(1)])

    def build(self, input_shape):
        self.score.build(input_shape)

    def call(self, x, mask=None):
        e = self.score(x)[..., 0]
        if mask is not None:
            e = ops.where(mask, e, -1e9)
        return ops.sum(x * ops.softmax(e, axis=-1)[..., None], axis=1)

    def compute_mask(self, x, mask=None):
        return None

    def get_config(self):
        return {**super().get_config(), "units": self.units}


inp = keras.Input((40,), dtype="int64")
h = layers.Embedding(8000, 64, mask_zero=True)(inp)
h = layers.Bidirectional(layers.LSTM(32, return_sequences=True))(h)
out = layers.Dense(3, activation="softmax")(AttentionPool()(h))
model = keras.Model(inp, out)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.asarray(vec(train["text"])), train["label"].to_numpy(), epochs=8,
          validation_data=(np.asarray(vec(valid["text"])), valid["label"].to_numpy()))
model.save("tweet_model.keras")

# the web service does this at start
served = keras.models.load_model(
    "tweet_model.keras", custom_objects={"AttentionPool": AttentionPool})
print(served.evaluate(np.asarray(vec(test["text"])), test["label"].to_numpy()))
