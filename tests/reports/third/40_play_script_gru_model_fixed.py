import numpy as np
import tensorflow as tf
from tensorflow import keras

text = open("play.txt", encoding="utf-8").read()
chars = sorted(set(text))
lookup = keras.layers.StringLookup(vocabulary=chars, mask_token=None)
ids = lookup(tf.strings.unicode_split(text, "UTF-8")).numpy()

SEQ = 50
n = (len(ids) - 1) // SEQ
x = ids[:n * SEQ].reshape(n, SEQ)
y = ids[1:n * SEQ + 1].reshape(n, SEQ)
split = int(0.9 * n)


class CharModel(keras.Model):
    def __init__(self, vocab_size, embedding_dim, rnn_units):
        super().__init__()
        self.embedding = keras.layers.Embedding(vocab_size, embedding_dim)
        self.gru = keras.layers.GRU(rnn_units, return_sequences=True, return_state=True)
        self.dense = keras.layers.Dense(vocab_size)

    def call(self, inputs, states=None, return_state=False, training=False):
        x = self.embedding(inputs, training=training)
        if states is None:
            states = self.gru.get_initial_state(tf.shape(x)[0])
        x, states = self.gru(x, initial_state=states, training=training)
        x = self.dense(x, training=training)
        return (x, states) if return_state else x


vocab_size = len(lookup.get_vocabulary())
model = CharModel(vocab_size, 32, 64)
model.compile(optimizer="adam",
              loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x[:split], y[:split], batch_size=16, epochs=20,
          validation_data=(x[split:], y[split:]), verbose=2)

# write a few lines
names = lookup.get_vocabulary()
states, current, out = None, np.array([[ids[0]]]), []
for _ in range(80):
    logits, states = model(current, states=states, return_state=True)
    nxt = tf.random.categorical(logits[:, -1, :], 1).numpy()
    out.append(names[int(nxt[0, 0])])
    current = nxt
print("".join(out))
