# line 38: error: one-hot labels with the sparse loss; categorical_crossentropy
import random
import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Flatten, Dense, Dropout
from keras.optimizers import Adam
from keras.utils import to_categorical

CLASSES = ["ApplyLipstick", "Archery", "Basketball", "Biking", "Bowling"]
SEQ_LENGTH, FEATURES = 10, 32


class DataSet:
    def __init__(self, n=40):
        rng = np.random.default_rng(1)
        self.samples = [(rng.random((SEQ_LENGTH, FEATURES)),
                         CLASSES[i % len(CLASSES)]) for i in range(n)]

    def get_class_one_hot(self, name):
        return to_categorical(CLASSES.index(name), len(CLASSES))

    def frame_generator(self, batch_size):
        while True:
            chosen = random.sample(self.samples, batch_size)
            X = np.array([s[0] for s in chosen])
            y = np.array([self.get_class_one_hot(s[1]) for s in chosen])
            yield X, y


def lstm_model(nb_classes):
    model = Sequential()
    model.add(Input(shape=(SEQ_LENGTH, FEATURES)))
    model.add(LSTM(32, return_sequences=True, dropout=0.5))
    model.add(Flatten())
    model.add(Dense(24, activation="relu"))
    model.add(Dropout(0.5))
    model.add(Dense(nb_classes, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy",
                  optimizer=Adam(learning_rate=1e-5), metrics=["accuracy"])
    return model


data = DataSet()
rm = lstm_model(len(CLASSES))
rm.fit(data.frame_generator(8), steps_per_epoch=4, epochs=1, verbose=0)
