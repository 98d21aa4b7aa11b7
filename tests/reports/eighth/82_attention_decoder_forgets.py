# line 39: error: its GRU is called without the state of the step before; initial_state=hidden
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers
UNITS, EMB, V_IN, V_OUT, START = 32, 16, 30, 30, 1


class Encoder(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.embedding = layers.Embedding(V_IN, EMB)
        self.gru = layers.GRU(UNITS, return_sequences=True, return_state=True)

    def call(self, x):
        return self.gru(self.embedding(x))


class Attention(layers.Layer):
    def __init__(self):
        super().__init__()
        self.W1, self.W2, self.V = layers.Dense(UNITS), layers.Dense(UNITS), layers.Dense(1)

    def call(self, query, values):
        s = self.V(tf.nn.tanh(self.W1(values) + self.W2(query[:, None])))
        return tf.reduce_sum(tf.nn.softmax(s, axis=1) * values, axis=1)


class Decoder(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.embedding = layers.Embedding(V_OUT, EMB)
        self.gru = layers.GRU(UNITS, return_state=True)
        self.attention = Attention()
        self.fc = layers.Dense(V_OUT)

    def call(self, x, hidden, enc_output):
        context = self.attention(hidden, enc_output)
        x = tf.concat([context[:, None], self.embedding(x)], axis=-1)
        output, state = self.gru(x)
        return self.fc(output), state


encoder, decoder, optimizer = Encoder(), Decoder(), tf.keras.optimizers.Adam()
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def train_step(src, tgt):
    loss, dec_in = 0.0, tf.fill((len(src), 1), START)
    with tf.GradientTape() as tape:
        enc_output, hidden = encoder(src)
        for t in range(tgt.shape[1]):
            logits, hidden = decoder(dec_in, hidden, enc_output)
            loss += loss_fn(tgt[:, t], logits)
            dec_in = tgt[:, t:t + 1]
    variables = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return float(loss) / tgt.shape[1]


data = np.random.default_rng(2).integers(2, 30, (64, 6)).astype("int32")
for epoch in range(2):
    print(epoch, np.mean([train_step(data[i:i + 32], data[i:i + 32, ::-1].copy()) for i in (0, 32)]))
