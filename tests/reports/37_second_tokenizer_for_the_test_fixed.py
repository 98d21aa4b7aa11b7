# fixed twin of 37_second_tokenizer_for_the_test.py
import pandas as pd
from tensorflow.keras.layers import LSTM, Dense, Embedding
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

train = pd.read_csv("tweets_train.csv")
test = pd.read_csv("tweets_test.csv")
MAX_WORDS, MAX_LEN = 5000, 30

tok = Tokenizer(num_words=MAX_WORDS)
tok.fit_on_texts(train["text"])
x_train = pad_sequences(tok.texts_to_sequences(train["text"]), maxlen=MAX_LEN)

x_test = pad_sequences(tok.texts_to_sequences(test["text"]), maxlen=MAX_LEN)

model = Sequential()
model.add(Embedding(MAX_WORDS, 64, mask_zero=True))
model.add(LSTM(64, dropout=0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, train["target"], epochs=3, batch_size=64, validation_split=0.1)
print(model.evaluate(x_test, test["target"]))
