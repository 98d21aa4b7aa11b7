# the same work with the smallest change
import json

import numpy as np
from keras.layers import LSTM, BatchNormalization, Bidirectional, Dense, Embedding, Input
from keras.models import Model
from keras.utils import pad_sequences, to_categorical

max_sequence_length = 22
lstm_unit, hidden_unit, drop_out = 32, 64, 0.2
labels_nums = {"topic": 4, "mood": 3, "urgent": 2}

with open("messages.json") as f:
    messages = json.load(f)
x = pad_sequences([m["tokens"] for m in messages], maxlen=max_sequence_length)
y = {n: to_categorical([m[n] for m in messages], k) for n, k in labels_nums.items()}
embedding_matrix = np.load("vectors.npy")

sequence_input = Input(shape=(max_sequence_length,), dtype="int32")
embedding_layer = Embedding(
    embedding_matrix.shape[0],
    embedding_matrix.shape[1],
    weights=[embedding_matrix],
    mask_zero=True,
    trainable=False,
)(sequence_input)
lstm = Bidirectional(LSTM(lstm_unit, dropout=drop_out))(embedding_layer)
bn1 = BatchNormalization()(lstm)
dense = Dense(hidden_unit, use_bias=True)(bn1)
bn2 = BatchNormalization()(dense)

outputs = [Dense(num, name=name, activation="softmax")(bn2) for name, num in labels_nums.items()]
model = Model(inputs=sequence_input, outputs=outputs)
model.compile(
    optimizer="adam",
    loss={name: "categorical_crossentropy" for name in labels_nums},
    metrics={name: ["acc"] for name in labels_nums},
)
model.fit(x, y, epochs=2, validation_split=0.3, verbose=2, batch_size=32)
