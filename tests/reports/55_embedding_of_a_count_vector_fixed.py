# fixed twin of 55_embedding_of_a_count_vector.py
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from tensorflow.keras.layers import LSTM, Dense, Embedding
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.utils import pad_sequences

texts = open("poem.txt").read().splitlines()
y = np.random.randint(0, 2, len(texts))

tokenizer = Tokenizer(num_words=500)
tokenizer.fit_on_texts(texts)
X = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=20)

model = Sequential()
model.add(Embedding(500, 32, mask_zero=True))
model.add(LSTM(32))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=5, batch_size=16, validation_split=0.2)
