# the same work with the smallest change
import numpy as np
import pandas as pd
from keras.layers import LSTM, Bidirectional, Dense, Dropout, Embedding, Input, TimeDistributed
from keras.models import Model

MAX_SENTENCES, MAX_WORDS = 6, 12

train = pd.read_csv("train.csv")
vocabulary = {}
documents = np.zeros((len(train), MAX_SENTENCES, MAX_WORDS), dtype="int32")
for row, comment in enumerate(train["comment"]):
    for s, sentence in enumerate(comment.split(".")[:MAX_SENTENCES]):
        for w, word in enumerate(sentence.split()[:MAX_WORDS]):
            documents[row, s, w] = vocabulary.setdefault(word, len(vocabulary) + 1)
labels = train["label"].to_numpy()


def build_hrnn(vocab_size):
    document = Input(shape=(MAX_SENTENCES, MAX_WORDS), dtype="int32")
    embed = Embedding(vocab_size, 32)(document)
    embed = Dropout(0.2)(embed)
    word_lstm = TimeDistributed(Bidirectional(LSTM(24)))(embed)
    sentence_lstm = Bidirectional(LSTM(24))(word_lstm)
    hidden = Dense(16, activation="relu")(sentence_lstm)
    output = Dense(1, activation="sigmoid")(hidden)
    return Model(document, output)


model = build_hrnn(len(vocabulary) + 1)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(documents, labels, batch_size=16, epochs=2, validation_split=0.2)

probabilities = model.predict(documents[:5])
print((probabilities > 0.5).astype(int).ravel())
