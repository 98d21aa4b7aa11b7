import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import Input, Reshape, LSTM, Dense
from keras.optimizers import Adam
from keras.utils import to_categorical

data = load_iris()
inputs, held_out, targets, held_out_targets = train_test_split(
    data.data, to_categorical(data.target, 3), test_size=0.3, stratify=data.target, random_state=3)
scale = MinMaxScaler().fit(inputs)
inputs, held_out = scale.transform(inputs), scale.transform(held_out)

model = Sequential()
model.add(Input(shape=(4,)))
model.add(Reshape((4, 1)))
model.add(LSTM(32))
model.add(Dense(3, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(inputs, targets, epochs=15, batch_size=10, shuffle=True, verbose=0)
print("held-out accuracy", model.evaluate(held_out, held_out_targets, verbose=0)[1])
