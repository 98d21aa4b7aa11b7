from keras.datasets import imdb
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences

(x_train, y_train), _ = imdb.load_data(num_words=5000)
x_train = pad_sequences(x_train, maxlen=200, padding="post", truncating="post")
model = Sequential()
model.add(Embedding(4000, 32, input_length=200))
model.add(LSTM(16))
model.add(Dense(1))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics="accuracy")
model.fit(x_train, y_train, epochs=1, batch_size=16)
