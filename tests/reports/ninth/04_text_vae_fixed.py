# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops

MAX_LEN, LATENT = 30, 8

with open("titles.txt", encoding="utf-8") as f:
    lines = [line.rstrip("\n")[:MAX_LEN] for line in f]
chars = sorted(set("".join(lines)))
char_to_id = {c: i + 1 for i, c in enumerate(chars)}
ids = np.zeros((len(lines), MAX_LEN), dtype="int32")
for row, line in enumerate(lines):
    ids[row, : len(line)] = [char_to_id[c] for c in line]


class Sampling(layers.Layer):
    def call(self, inputs):
        mean, log_var = inputs
        self.add_loss(-0.05 * ops.mean(1 + log_var - ops.square(mean) - ops.exp(log_var)))
        return mean + ops.exp(0.5 * log_var) * keras.random.normal(ops.shape(mean))


def build_vae(input_dim, vocab):
    inputs = keras.Input(shape=(input_dim,))
    x = layers.Embedding(input_dim=vocab, output_dim=32)(inputs)
    x = layers.LSTM(48)(x)
    z = Sampling()([layers.Dense(LATENT)(x), layers.Dense(LATENT)(x)])
    x = layers.RepeatVector(input_dim)(z)
    x = layers.LSTM(48, return_sequences=True)(x)
    outputs = layers.TimeDistributed(layers.Dense(vocab, activation="softmax"))(x)
    return keras.Model(inputs, outputs)


vae = build_vae(MAX_LEN, len(chars) + 1)
vae.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
vae.fit(ids, ids, batch_size=32, epochs=2)

sample = vae.predict(ids[:3]).argmax(axis=-1)
id_to_char = {i: c for c, i in char_to_id.items()}
for row in sample:
    print("".join(id_to_char.get(int(i), " ") for i in row))
