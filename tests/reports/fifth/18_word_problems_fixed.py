import numpy as np
import keras
from keras import layers
from keras.utils import pad_sequences

OPERATIONS = ["add", "subtract", "multiply", "divide"]
CUES = {"add": ["altogether", "sum", "more"], "subtract": ["left", "fewer", "gave"],
        "multiply": ["each", "times", "rows"], "divide": ["share", "split", "equally"]}
FILLER = "tom has apples in the box and a bag with red balls how many are there".split()

words = sorted(set(FILLER) | {c for cues in CUES.values() for c in cues})
index = {w: i + 1 for i, w in enumerate(words)}
rng = np.random.default_rng(10)


def load_data(n):
    texts, ops = [], []
    for _ in range(n):
        op = rng.integers(0, 4)
        sentence = list(rng.choice(FILLER, rng.integers(6, 14)))
        sentence.insert(rng.integers(0, len(sentence)), rng.choice(CUES[OPERATIONS[op]]))
        texts.append([index[w] for w in sentence])
        ops.append(op)
    return pad_sequences(texts, maxlen=15), np.array(ops)


X_train, y_train = load_data(500)
X_test, y_test = load_data(120)

model = keras.Sequential([
    keras.Input(shape=(15,)),
    layers.Embedding(len(words) + 1, 16, mask_zero=True),
    layers.LSTM(24),
    layers.Dense(4, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=5, batch_size=32, verbose=0)
print("accuracy: %.2f" % model.evaluate(X_test, y_test, verbose=0)[1])
