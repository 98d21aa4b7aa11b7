# fixed twin of 48_seed_predict_classes.py
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Bidirectional, Dense, Dropout, Embedding, LSTM
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import pad_sequences

lines = ["a long time ago in a galaxy far away", "the force is strong with this one",
         "never tell me the odds again", "the ship made the run in time",
         "this is the way of the old knights", "a trap is set for the small ship"]

word_index = {"<unk>": 1}
for line in lines:
    for w in line.split():
        word_index.setdefault(w, len(word_index) + 1)
total_words = len(word_index) + 1


def to_ids(text):
    return [word_index.get(w, 1) for w in text.lower().split()]


input_sequences = []
for line in lines:
    ids = to_ids(line)
    input_sequences += [ids[:i + 1] for i in range(1, len(ids))]
max_sequence_len = max(len(s) for s in input_sequences)
padded = pad_sequences(input_sequences, maxlen=max_sequence_len, padding="pre")
predictors, label = padded[:, :-1], padded[:, -1]

model = Sequential()
model.add(tf.keras.Input((max_sequence_len - 1,)))
model.add(Embedding(total_words, 32, mask_zero=True))
model.add(Bidirectional(LSTM(32)))
model.add(Dropout(0.2))
model.add(Dense(total_words, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam",
              metrics=["accuracy"])
model.fit(predictors, label, epochs=3, verbose=0)

index_word = {i: w for w, i in word_index.items()}
seed_text = "the force"
for _ in range(5):
    token_list = pad_sequences([to_ids(seed_text)], maxlen=max_sequence_len - 1, padding="pre")
    predicted = model.predict(token_list, verbose=0).argmax(axis=-1)[0]
    seed_text += " " + index_word.get(int(predicted), "")
print(seed_text)
