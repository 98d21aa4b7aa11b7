import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, Embedding, LSTM, Dense
from tensorflow.keras.initializers import Constant

DIM, MAXLEN = 50, 14
df = pd.read_csv("headlines.csv")          # columns: text, clickbait
train, test = train_test_split(df, test_size=0.2, stratify=df["clickbait"], random_state=0)

tok = Tokenizer()
tok.fit_on_texts(train["text"])
X_train = pad_sequences(tok.texts_to_sequences(train["text"]), maxlen=MAXLEN)
X_test = pad_sequences(tok.texts_to_sequences(test["text"]), maxlen=MAXLEN)

embeddings_index = {}
with open("glove.50d.txt", encoding="utf8") as f:
    for line in f:
        word, *vec = line.split()
        embeddings_index[word] = np.asarray(vec, dtype="float32")
print("found %d word vectors" % len(embeddings_index))

num_words = len(tok.word_index) + 1
embedding_matrix = np.zeros((num_words, DIM))
for word, i in tok.word_index.items():
    vector = embeddings_index.get(word)
    if vector is not None:
        embedding_matrix[i] = vector

model = Sequential([
    Input(shape=(MAXLEN,)),
    Embedding(num_words, DIM, embeddings_initializer=Constant(embedding_matrix),
              trainable=False, mask_zero=True),
    LSTM(32, dropout=0.2),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, train["clickbait"].values, epochs=20, batch_size=32,
          validation_split=0.1, verbose=2)
print("test:", model.evaluate(X_test, test["clickbait"].values, verbose=0))
