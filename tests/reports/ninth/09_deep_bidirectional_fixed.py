# the same work with the smallest change
import numpy as np
import pandas as pd
from keras.layers import LSTM, Bidirectional, Dense, Dropout, Input
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.model_selection import train_test_split

signals = pd.read_csv("signals.csv")
y = to_categorical(signals.pop("category"))
x = signals.to_numpy(dtype="float32")
x = ((x - x.mean()) / x.std())[..., np.newaxis]

x_train, x_test, y_train, y_test = train_test_split(
    x, y, test_size=0.2, random_state=0
)
print(x_train.shape, y_train.shape)

model = Sequential()
model.add(Input(shape=x_train.shape[1:]))
model.add(Bidirectional(LSTM(16, return_sequences=True)))
model.add(Dropout(0.2))
model.add(Bidirectional(LSTM(16)))
model.add(Dense(y.shape[1], activation="softmax"))
model.compile(
    loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"]
)
model.fit(
    x_train, y_train, batch_size=32, epochs=2, validation_data=(x_test, y_test)
)
print(np.argmax(model.predict(x_test[:5]), axis=-1))
