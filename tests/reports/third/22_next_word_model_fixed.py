import numpy as np
import keras
from keras import layers

text = open("play.txt", encoding="utf-8").read().lower().split()
cut = int(len(text) * 0.85)
counts = {}
for w in text[:cut]:
    counts[w] = counts.get(w, 0) + 1
words = ["<unk>"] + sorted(w for w in counts if counts[w] > 1)
word_id = {w: i for i, w in enumerate(words)}
ids = np.array([word_id.get(w, 0) for w in text])

T = 15


def make_pairs(stream):
    n = (len(stream) - 1) // T
    return stream[:n * T].reshape(n, T), stream[1:n * T + 1].reshape(n, T)


x_train, y_train = make_pairs(ids[:cut])
x_val, y_val = make_pairs(ids[cut:])

model = keras.Sequential([
    keras.Input(shape=(None,), dtype="int32"),
    layers.Embedding(len(words), 48),
    layers.LSTM(96, return_sequences=True),
    layers.Dropout(0.2),
    layers.Dense(len(words), activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
h = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=24, batch_size=8, verbose=2)
print("perplexity on unseen text: %.1f" % np.exp(h.history["val_loss"][-1]))


def continue_text(prompt, n=12):
    seq = [word_id.get(w, 0) for w in prompt.split()]
    for _ in range(n):
        p = model.predict(np.array([seq[-T:]]), verbose=0)[0, -1]
        seq.append(int(np.random.choice(len(words), p=p / p.sum())))
    return " ".join(words[i] for i in seq)


print(continue_text("romeo:"))
