# line 33 (also 16): error: the number of words is written by hand and is not that of the matrix; take it from the matrix
import numpy as np
from keras import Model
from keras.layers import (Input, Embedding, LSTM, Dense, Bidirectional,
                          GlobalMaxPooling1D)


class AspectModel:
    def __init__(self, sentence_len, dim):
        self.sentence_len = sentence_len
        self.dim = dim

    def build_model(self, matrix, num_words, classes=3):
        words = Input(shape=(self.sentence_len,), dtype="int32")
        table = Embedding(input_dim=num_words + 1, output_dim=self.dim,
                          weights=[matrix], trainable=False)
        h = table(words)
        h = Bidirectional(LSTM(12, return_sequences=True))(h)
        h = GlobalMaxPooling1D()(h)
        out = Dense(classes, activation="softmax")(h)
        model = Model(words, out)
        model.compile(loss="categorical_crossentropy", optimizer="adam",
                      metrics=["accuracy"])
        return model


rng = np.random.default_rng(9)
vectors = rng.normal(size=(58, 20)).astype("float32")   # from the writer script
sentences = rng.integers(0, 40, size=(30, 9))
polarity = np.eye(3)[rng.integers(0, 3, 30)]

builder = AspectModel(sentence_len=9, dim=20)
model = builder.build_model(vectors, num_words=45)
model.fit(sentences, polarity, epochs=1, batch_size=10, verbose=0)
