# line 31 (also 17): error: the targets have a word for every step, the LSTM gives only the last one; return_sequences=True
import numpy as np
import tensorflow as tf
import keras
from keras import layers

keras.utils.set_random_seed(23)
STEPS, WORDS = 10, 120


def corpus(n_words=3000):
    rng = np.random.default_rng(23)
    return (np.cumsum(rng.integers(1, 4, n_words)) % WORDS).astype("int32")


def split_line(line):
    return line[:-1], line[1:]


words = corpus()
lines = tf.data.Dataset.from_tensor_slices(words).batch(STEPS + 1, drop_remainder=True)
pairs = lines.map(split_line)
train = pairs.skip(20).shuffle(200, seed=1).batch(16, drop_remainder=True).prefetch(1)
held_out = pairs.take(20).batch(10)


class Completer(keras.Model):
    def __init__(self, width=24):
        super().__init__()
        self.table = layers.Embedding(WORDS, width)
        self.memory = layers.LSTM(width)
        self.scores = layers.Dense(WORDS)

    def call(self, ids):
        return self.scores(self.memory(self.table(ids)))


completer = Completer()
completer.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
completer.fit(train, epochs=1, verbose=0)
print("loss", completer.evaluate(held_out, verbose=0))
