# The four measures are read as a sequence of four numbers.
from keras.layers import LSTM, Dense, Dropout
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

flowers = load_iris()
x = flowers.data.reshape(-1, 4, 1)
x_train, x_test, y_train, y_test = train_test_split(x, to_categorical(flowers.target), test_size=0.3)

model = Sequential()
model.add(LSTM(32))
model.add(Dropout(0.3))
model.add(Dense(3, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
model.fit(x_train, y_train, batch_size=16, epochs=30, validation_data=(x_test, y_test))
