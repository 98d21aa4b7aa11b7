from keras.datasets import reuters
from keras.layers import GRU, Dense, Embedding
from keras.models import Sequential
from keras.optimizers import Adadelta
from keras.preprocessing.sequence import pad_sequences

(x, y), _ = reuters.load_data(num_words=500)
x = pad_sequences(x, maxlen=20)
model = Sequential([Embedding(400, 8, input_length=20), GRU(16), Dense(45, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adadelta())
model.fit(x, y, epochs=1)
