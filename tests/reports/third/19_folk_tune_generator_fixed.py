import numpy as np
import tensorflow as tf

songs = open("tunes.abc").read()
vocab = sorted(set(songs))
char2idx = {ch: i for i, ch in enumerate(vocab)}
idx2char = np.array(vocab)
ids = np.array([char2idx[ch] for ch in songs])

SEQ, BATCH = 40, 16


def build_model(batch_size, stateful, length):
    return tf.keras.Sequential([
        tf.keras.Input(batch_shape=(batch_size, length)),
        tf.keras.layers.Embedding(len(vocab), 32),
        tf.keras.layers.LSTM(64, return_sequences=True, stateful=stateful),
        tf.keras.layers.Dense(len(vocab)),
    ])


n = (len(ids) - 1) // SEQ
x = ids[:n * SEQ].reshape(n, SEQ)
y = ids[1:n * SEQ + 1].reshape(n, SEQ)
cut = int(n * 0.9)

model = build_model(None, False, SEQ)
model.compile(optimizer=tf.keras.optimizers.Adam(5e-3),
              loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x[:cut], y[:cut], batch_size=BATCH, epochs=25,
          validation_data=(x[cut:], y[cut:]), verbose=2)

# same weights, but one character at a time and the state is kept
player = build_model(1, True, 1)
player.set_weights(model.get_weights())


def generate(model, start, length=120):
    for layer in model.layers:
        if isinstance(layer, tf.keras.layers.RNN):
            layer.reset_states()
    out = list(start)
    for ch in start:
        logits = model(np.array([[char2idx[ch]]]))
    for _ in range(length):
        nxt = int(tf.random.categorical(logits[:, -1, :], 1)[0, 0])
        out.append(idx2char[nxt])
        logits = model(np.array([[nxt]]))
    return "".join(out)


print(generate(player, "X:"))
