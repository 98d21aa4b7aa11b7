import numpy as np
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Embedding, Bidirectional, GRU, Dense, Concatenate

MAX_TEXT_LENGTH, WORDS, TAGS, STARS = 14, 70, 8, 5
rng = np.random.default_rng(33)


def sentences(n):
    stars = rng.integers(0, STARS, n)
    words = rng.integers(1, 60, (n, MAX_TEXT_LENGTH))
    words[:, 3] = 60 + 2 * stars + rng.integers(0, 2, n)
    return words, words % (TAGS - 1) + 1, np.eye(STARS)[stars]


x_train, pos_train, y_train = sentences(400)
x_val, pos_val, y_val = sentences(80)
x_test, pos_test, y_test = sentences(80)

sentence_input = Input(shape=(MAX_TEXT_LENGTH,), dtype="int32")
sentence_input_pos = Input(shape=(MAX_TEXT_LENGTH,), dtype="int32")
l_words = Bidirectional(GRU(16))(Embedding(WORDS, 16)(sentence_input))
l_pos = Bidirectional(GRU(8))(Embedding(TAGS, 4)(sentence_input_pos))
preds = Dense(STARS, activation="softmax")(Concatenate()([l_words, l_pos]))

model = Model([sentence_input, sentence_input_pos], preds)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
print("model fitting - words and part of speech")
model.fit([x_train, pos_train], y_train, validation_data=([x_val, pos_val], y_val), epochs=4, batch_size=32, verbose=0)
print("accuracy", model.evaluate([x_test, pos_test], y_test, verbose=0)[1])
