import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import (Input, Embedding, LSTM, Bidirectional,
                                     Flatten, Dense, Dropout)

NUM_WORDS = 2000
reviews = pd.read_csv("reviews.csv")       # review, sentiment (0/1)
train_df, test_df = train_test_split(reviews, test_size=0.2,
                                     stratify=reviews["sentiment"], random_state=13)

tokenizer = Tokenizer(num_words=NUM_WORDS, oov_token="<unk>")
tokenizer.fit_on_texts(train_df["review"])
maxlen = 40


def prepare(frame):
    return pad_sequences(tokenizer.texts_to_sequences(frame["review"]), maxlen=maxlen)


x_train, x_test = prepare(train_df), prepare(test_df)
y_train, y_test = train_df["sentiment"].to_numpy(), test_df["sentiment"].to_numpy()

# most reviews are much shorter than 40 words, so the padding has to be ignored
model = Sequential([
    Input(shape=(maxlen,)),
    Embedding(NUM_WORDS, 32, mask_zero=True),
    Bidirectional(LSTM(16, return_sequences=True)),
    Flatten(),
    Dropout(0.4),
    Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=32, validation_split=0.15, verbose=2)
loss, acc = model.evaluate(x_test, y_test, verbose=0)
print(f"test accuracy {acc:.3f}")
