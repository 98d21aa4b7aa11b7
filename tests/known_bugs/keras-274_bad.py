# expect: LL308
# An Embedding in front of the four measures of a flower: they are cut down to whole numbers before they are looked up.
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

flowers = load_iris()
x_train, x_test, y_train, y_test = train_test_split(flowers.data, to_categorical(flowers.target), test_size=0.3)

model = Sequential()
model.add(Embedding(4, 32))
model.add(LSTM(32))
model.add(Dense(3, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
model.fit(x_train, y_train, batch_size=16, epochs=30, validation_data=(x_test, y_test))
