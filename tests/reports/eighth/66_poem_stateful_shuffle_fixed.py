# the same work with the smallest change
import numpy as np
import tensorflow as tf

TEXT = ("the rose is red and the sky is wide , the river runs on either side . "
        "a boat goes slow and a bird goes by , the wind is low and the sun is high . ") * 12
vocab = sorted(set(TEXT))
char2id = {c: i for i, c in enumerate(vocab)}
ids = np.array([char2id[c] for c in TEXT])

CHUNK, BATCH = 30, 8


def cut(chunk):
    return chunk[:-1], chunk[1:]


dataset = (tf.data.Dataset.from_tensor_slices(ids)
           .batch(CHUNK + 1, drop_remainder=True)
           .map(cut)
           .shuffle(500)
           .batch(BATCH, drop_remainder=True))


def build_model(batch_size, stateful):
    return tf.keras.Sequential([
        tf.keras.layers.Input(batch_shape=(batch_size, None)),
        tf.keras.layers.Embedding(len(vocab), 16),
        tf.keras.layers.GRU(48, return_sequences=True, stateful=stateful),
        tf.keras.layers.Dense(len(vocab)),
    ])


trainer = build_model(BATCH, stateful=False)
trainer.compile(optimizer="adam",
                loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
trainer.fit(dataset, epochs=2, verbose=0)

writer = build_model(1, stateful=True)
writer.set_weights(trainer.get_weights())
out, cur = "the ", np.array([[char2id[c] for c in "the "]])
for _ in range(40):
    logits = writer(cur)[:, -1]
    nxt = int(tf.random.categorical(logits, 1)[0, 0])
    out += vocab[nxt]
    cur = np.array([[nxt]])
print(out)
