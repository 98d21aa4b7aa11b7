# line 43: error: the GRU gets ragged tensors, which Keras 3 recurrent layers cannot read; pad the strings (to_tensor) and drop ragged=True
import numpy as np
import tensorflow as tf

np.random.seed(42)
tf.random.set_seed(42)

POSSIBLE_CHARS = "BEPSTVX"
EDGES = {0: [("B", 1)], 1: [("T", 2), ("P", 3)], 2: [("S", 2), ("X", 4)], 3: [("T", 3), ("V", 5)],
         4: [("X", 3), ("S", 6)], 5: [("P", 4), ("V", 6)], 6: [("E", None)]}


def generate_string():
    state, text = 0, ""
    while state is not None:
        letter, state = EDGES[state][np.random.randint(len(EDGES[state]))]
        text += letter
    return text


def corrupt(text):
    place = np.random.randint(len(text))
    other = np.random.choice([c for c in POSSIBLE_CHARS if c != text[place]])
    return text[:place] + other + text[place + 1:]


def to_ids(text):
    return [POSSIBLE_CHARS.index(c) + 1 for c in text]


def generate_dataset(size):
    good = [to_ids(generate_string()) for _ in range(size // 2)]
    bad = [to_ids(corrupt(generate_string())) for _ in range(size - size // 2)]
    X = tf.ragged.constant(good + bad, ragged_rank=1, dtype=tf.int32)
    y = np.array([[1.0]] * len(good) + [[0.0]] * len(bad))
    return X, y


X_train, y_train = generate_dataset(200)
X_valid, y_valid = generate_dataset(60)

model = tf.keras.Sequential([
    tf.keras.layers.Input(shape=[None], dtype="int32", ragged=True),
    tf.keras.layers.Embedding(input_dim=len(POSSIBLE_CHARS) + 1, output_dim=5),
    tf.keras.layers.GRU(30),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
optimizer = tf.keras.optimizers.SGD(learning_rate=0.02, momentum=0.95, nesterov=True)
model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=2, validation_data=(X_valid, y_valid))
