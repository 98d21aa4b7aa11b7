# expect: line 14: TfidfVectorizer gives weights below 1, which the Embedding casts to the id 0; feed sequences of word ids (error)
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from tensorflow.keras.layers import LSTM, Dense, Embedding
from tensorflow.keras.models import Sequential

texts = open("poem.txt").read().splitlines()
y = np.random.randint(0, 2, len(texts))

vectorizer = TfidfVectorizer(max_features=500)
X = vectorizer.fit_transform(texts).toarray()

model = Sequential()
model.add(Embedding(500, 32))
model.add(LSTM(32))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=5, batch_size=16, validation_split=0.2)
