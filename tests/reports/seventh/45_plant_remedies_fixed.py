# the same work with the smallest change
import numpy as np
import keras
from keras import layers
from keras.utils import pad_sequences

DIM, LONGEST, MAX_WORDS = 12, 9, 5000

herbs = ["sage", "mint", "thyme", "arnica", "yarrow", "nettle"]
ails = ["throat", "stomach", "bruise", "fever", "skin"]


def notes(count, seed):
    rng = np.random.default_rng(seed)
    texts, marks = [], []
    for _ in range(count):
        herb, ail = rng.choice(herbs), rng.choice(ails)
        helps = int(herbs.index(herb) % 2 == ails.index(ail) % 2)
        texts.append(f"boil {herb} and drink against {ail}" if rng.random() < 0.5 else f"{herb} on the {ail}")
        marks.append(helps)
    return texts, np.array(marks, dtype="float32")


def pretrained(seed=0):
    rng = np.random.default_rng(seed)
    return {w: rng.normal(0, 1, DIM) for w in herbs + ails + ["boil", "drink", "on"]}


keras.utils.set_random_seed(45)
texts, marks = notes(300, seed=4)
word_index = {}
for word in " ".join(texts[:240]).split():
    word_index.setdefault(word, len(word_index) + 1)

num_words = min(MAX_WORDS, len(word_index)) + 1
vectors, matrix = pretrained(), np.zeros((num_words, DIM))
for word, n in word_index.items():
    matrix[n] = vectors.get(word, np.zeros(DIM))

ids = pad_sequences([[word_index.get(w, 0) for w in t.split()] for t in texts], maxlen=LONGEST)
model = keras.Sequential([
    keras.Input(shape=(LONGEST,), dtype="int32"),
    layers.Embedding(num_words, DIM, embeddings_initializer=keras.initializers.Constant(matrix), trainable=False),
    layers.LSTM(24),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(ids[:240], marks[:240], epochs=15, verbose=0)
print("accuracy", round(model.evaluate(ids[240:], marks[240:], verbose=0)[1], 3))
