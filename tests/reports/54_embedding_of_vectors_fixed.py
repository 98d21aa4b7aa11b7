# fixed twin of 54_embedding_of_vectors.py
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Embedding, Input, LSTM

maxlen, vector = 50, 64
word2vec = np.random.normal(size=(160, maxlen, vector)).astype("float32")
grade = np.random.normal(size=(160, 1))

model = Sequential()
model.add(Input(shape=(maxlen, vector)))
model.add(LSTM(50, return_sequences=True))
model.add(LSTM(50))
model.add(Dense(1))
model.compile(loss="mse", optimizer="rmsprop")
model.fit(word2vec, grade, batch_size=16, epochs=3)
