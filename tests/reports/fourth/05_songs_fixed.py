import numpy as np
import keras
from keras import layers

text = open("songs.abc", encoding="utf-8").read()
vocab = sorted(set(text))
char2idx = {c: i for i, c in enumerate(vocab)}
ids = np.array([char2idx[c] for c in text])

SEQ = 80
cut = int(len(ids) * 0.9)


def slices(part):
    n = (len(part) - 1) // SEQ
    return part[:n * SEQ].reshape(n, SEQ), part[1:n * SEQ + 1].reshape(n, SEQ)


x_train, y_train = slices(ids[:cut])
x_val, y_val = slices(ids[cut:])


def build_model(batch_size=None, stateful=False):
    return keras.Sequential([
        keras.Input(batch_shape=(batch_size, None)),
        layers.Embedding(len(vocab), 64),
        layers.LSTM(256, return_sequences=True, stateful=stateful),
        layers.Dense(len(vocab)),
    ])


model = build_model()
model.compile(optimizer="adam",
              loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x_train, y_train, batch_size=32, epochs=50, validation_data=(x_val, y_val))

generator = build_model(batch_size=1, stateful=True)
generator.set_weights(model.get_weights())


def generate_text(start, length=300, temperature=0.8):
    rng = np.random.default_rng()
    x = np.array([[char2idx[c] for c in start]])
    out = []
    for layer in generator.layers:
        if hasattr(layer, "reset_states"):
            layer.reset_states()
    for _ in range(length):
        logits = generator.predict_on_batch(x)[0, -1].astype("float64") / temperature
        p = np.exp(logits - logits.max())
        nxt = rng.choice(len(vocab), p=p / p.sum())
        x = np.array([[nxt]])
        out.append(vocab[nxt])
    return start + "".join(out)


print(generate_text("X:1\n"))
