# the same work with the smallest change
import numpy as np
import pandas as pd
from tensorflow.keras.layers import GRU, Bidirectional, Dense, Embedding, GlobalMaxPooling1D, Input, TimeDistributed
from tensorflow.keras.models import Model

MAX_SENTS, MAX_SENT_LENGTH, EMBEDDING_DIM = 5, 12, 20

data_train = pd.read_csv("labeledTrainData.tsv", sep="\t")
words = sorted({w for review in data_train["review"] for w in review.lower().replace(".", " ").split()})
word_index = {w: i + 1 for i, w in enumerate(words)}

data = np.zeros((len(data_train), MAX_SENTS, MAX_SENT_LENGTH), dtype="int32")
for i, review in enumerate(data_train["review"]):
    for j, sentence in enumerate(review.lower().split(".")[:MAX_SENTS]):
        for k, word in enumerate(sentence.split()[:MAX_SENT_LENGTH]):
            data[i, j, k] = word_index[word]
labels = np.eye(2)[data_train["sentiment"].to_numpy()]
nb_validation = int(0.2 * len(data))

review_input = Input(shape=(MAX_SENTS, MAX_SENT_LENGTH), dtype="int32")
embedded = Embedding(len(word_index) + 1, EMBEDDING_DIM)(review_input)
review_encoder = TimeDistributed(Bidirectional(GRU(16)))(embedded)
l_lstm_sent = Bidirectional(GRU(16, return_sequences=True))(review_encoder)
l_pool = GlobalMaxPooling1D()(l_lstm_sent)
preds = Dense(2, activation="softmax")(l_pool)
model = Model(review_input, preds)

model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["acc"])
model.fit(data[:-nb_validation], labels[:-nb_validation], epochs=2, batch_size=10,
          validation_data=(data[-nb_validation:], labels[-nb_validation:]))
