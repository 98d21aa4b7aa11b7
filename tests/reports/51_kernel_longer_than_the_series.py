# expect: line 13: the input has 1 step, a valid kernel of 3 steps leaves none; reshape to (n, 20, 1) so that the 20 values are the steps (error)
import numpy as np
from keras import Sequential
from keras.layers import GRU, Conv1D, Dense, Dropout, Input

trainX = np.random.rand(600, 20)
trainY = np.random.randint(0, 5, 600)

X_train = np.reshape(trainX, (trainX.shape[0], 1, trainX.shape[1]))

model = Sequential()
model.add(Input(shape=(1, 20)))
model.add(Conv1D(32, 3, padding="valid", activation="relu"))
model.add(GRU(24))
model.add(Dropout(0.2))
model.add(Dense(5, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, trainY, batch_size=32, epochs=3)
