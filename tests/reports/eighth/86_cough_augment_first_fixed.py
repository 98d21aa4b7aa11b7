# the same work with the smallest change
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.utils import shuffle
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Conv1D, Dense, Dropout, LSTM, MaxPooling1D

MELS, FRAMES = 32, 60
rng = np.random.default_rng(77)

# log-mel pictures of coughs: frames x bands, 1 = positive
status = (rng.random(120) < 0.25).astype(int)
mel = rng.normal(-30, 6, (120, FRAMES, MELS)).astype("float32")
mel[status == 1, :, 10:14] += 3


def augment(pictures, labels, copies=4):
    more, names = [pictures], [labels]
    for _ in range(copies):
        moved = np.roll(pictures, rng.integers(-6, 7), axis=1)
        more.append(moved + rng.normal(0, 0.5, moved.shape).astype("float32"))
        names.append(labels)
    return np.concatenate(more), np.concatenate(names)


trainX, testX, trainY, testY = train_test_split(mel, status, test_size=0.2, random_state=1, stratify=status)
trainX, trainY = augment(trainX, trainY)
trainX, trainY = shuffle(trainX, trainY, random_state=75)

mean, std = trainX.mean(), trainX.std()
trainX, testX = (trainX - mean) / std, (testX - mean) / std

inp = Input((FRAMES, MELS))
x = Conv1D(32, 5, activation="relu")(inp)
x = MaxPooling1D(2)(x)
x = LSTM(32)(x)
x = Dropout(0.3)(x)
out = Dense(1, activation="sigmoid")(x)
net = Model(inp, out)
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
net.fit(trainX, trainY, epochs=2, batch_size=32, verbose=0)
print("test accuracy:", net.evaluate(testX, testY, verbose=0)[1])
