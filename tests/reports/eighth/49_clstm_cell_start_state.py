# line 20: error: it takes batch_size only in Keras 3; leave inputs and dtype out
import numpy as np
import tensorflow as tf
import keras
from keras import layers


class TextCNNRNN(keras.Model):
    def __init__(self, vocab, emb, filters, hidden_unit, n_classes, keep=0.8):
        super().__init__()
        self.embed = layers.Embedding(vocab, emb)
        self.conv = layers.Conv1D(filters, 3, activation="relu", padding="same")
        self.pool = layers.MaxPooling1D(2)
        self.cell = layers.GRUCell(hidden_unit, dropout=1 - keep)
        self.rnn = layers.RNN(self.cell)
        self.scores = layers.Dense(n_classes, activation="softmax")

    def call(self, tokens, training=False):
        pooled = self.pool(self.conv(self.embed(tokens)))
        start = self.cell.get_initial_state(inputs=pooled,
                                            batch_size=tf.shape(pooled)[0],
                                            dtype=tf.float32)
        h = self.rnn(pooled, initial_state=start, training=training)
        return self.scores(h)


rng = np.random.default_rng(10)
texts = rng.integers(0, 50, (40, 16))
labels = rng.integers(0, 3, 40)

net = TextCNNRNN(50, 12, 8, 10, 3)
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
            metrics=["accuracy"])
net.fit(texts, labels, batch_size=10, epochs=1, verbose=0)
print(net.predict(texts[:2], verbose=0))
