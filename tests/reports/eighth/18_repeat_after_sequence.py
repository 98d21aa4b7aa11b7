# line 27 (also 28): error: the last layer of the encoder returns every step; only its last output
import numpy as np
from tensorflow.keras.layers import Input, GRU, RepeatVector, TimeDistributed, Dense
from tensorflow.keras.models import Model

singular = ["cat", "dog", "bus", "fox", "tree", "baby"] * 10
plural = ["cats", "dogs", "buses", "foxes", "trees", "babies"] * 10

chars = sorted({ch for w in singular + plural for ch in w} | {"#"})
lookup = {ch: i for i, ch in enumerate(chars)}
max_question_len = max(map(len, singular))
max_expected_len = max(map(len, plural))


def vectorise(words, size):
    block = np.zeros((len(words), size, len(chars)), dtype="float32")
    for row, word in enumerate(words):
        for col, ch in enumerate(word.ljust(size, "#")):
            block[row, col, lookup[ch]] = 1
    return block


def create_seq2seq(num_nodes, num_layers):
    question = Input(shape=(max_question_len, len(chars)), name="question")
    hidden = question
    for _ in range(num_layers):
        hidden = GRU(num_nodes, dropout=0.1, return_sequences=True)(hidden)
    repeat = RepeatVector(max_expected_len)(hidden)
    hidden = repeat
    for _ in range(num_layers):
        hidden = GRU(num_nodes, dropout=0.1, return_sequences=True)(hidden)
    output = TimeDistributed(Dense(len(chars), activation="softmax"))(hidden)
    model = Model(inputs=question, outputs=output)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


seq2seq = create_seq2seq(num_nodes=24, num_layers=2)
seq2seq.fit(vectorise(singular, max_question_len), vectorise(plural, max_expected_len), epochs=1, batch_size=10)
