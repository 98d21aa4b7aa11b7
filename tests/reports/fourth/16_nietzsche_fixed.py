import numpy as np
from keras import Input, Sequential, layers

batch_size, sequence_length = 16, 40

text = open("nietzsche.txt", encoding="utf-8").read().lower()
chars = sorted(set(text))
char_indices = {c: i for i, c in enumerate(chars)}
ids = np.array([char_indices[c] for c in text])

# batch_size parallel readers, each goes on where it stopped in the batch before
blocks = (len(ids) - 1) // batch_size // sequence_length
n = batch_size * blocks * sequence_length


def lay_out(a):
    return (a.reshape(batch_size, blocks, sequence_length)
            .transpose(1, 0, 2).reshape(-1, sequence_length))


xs, ys = lay_out(ids[:n]), lay_out(ids[1:n + 1])
cut = int(blocks * 0.9) * batch_size


def make_model(n):
    return Sequential([
        Input(batch_shape=(n, None)),
        layers.Embedding(len(chars), 32),
        layers.LSTM(128, return_sequences=True, stateful=True),
        layers.Dense(len(chars), activation="softmax"),
    ])


model = make_model(batch_size)
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
for epoch in range(20):
    model.layers[1].reset_states()
    model.fit(xs[:cut], ys[:cut], batch_size=batch_size, epochs=1, shuffle=False)
    print("held out:", model.evaluate(xs[cut:], ys[cut:], batch_size=batch_size, verbose=0))

sampler = make_model(1)
sampler.set_weights(model.get_weights())
sampler.layers[1].reset_states()
rng = np.random.default_rng(1)
x = np.array([[char_indices[c] for c in text[:sequence_length]]])
generated = ""
for _ in range(200):
    preds = sampler.predict(x, verbose=0)[0, -1].astype("float64")
    nxt = rng.choice(len(chars), p=preds / preds.sum())
    generated += chars[nxt]
    x = np.array([[nxt]])
print(generated)
