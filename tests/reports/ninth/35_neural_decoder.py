# line 19: error: dropout_W and dropout_U are argument names of Keras 1: ValueError, unrecognized keyword arguments; they are called dropout and recurrent_dropout now
import numpy as np
from keras.layers import Activation, Dense, Dropout, Input, SimpleRNN
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.metrics import accuracy_score


class SimpleRNNClassification:
    def __init__(self, units=400, dropout=0.0, num_epochs=10, verbose=0):
        self.units = units
        self.dropout = dropout
        self.num_epochs = num_epochs
        self.verbose = verbose

    def fit(self, X_train, y_train):
        model = Sequential()
        model.add(Input(shape=(X_train.shape[1], X_train.shape[2])))
        model.add(SimpleRNN(self.units, dropout_W=self.dropout, dropout_U=self.dropout))
        if self.dropout != 0:
            model.add(Dropout(self.dropout))
        model.add(Dense(int(y_train.max()) + 1))
        model.add(Activation("softmax"))
        model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
        model.fit(X_train, to_categorical(y_train), epochs=self.num_epochs, verbose=self.verbose)
        self.model = model

    def predict(self, X_test):
        return np.argmax(self.model.predict(X_test, verbose=0), axis=1)


recording = np.load("spikes.npz")
X, y = recording["counts"].astype("float32"), recording["direction"]
cut = int(0.8 * len(X))
mean, std = X[:cut].mean(axis=0), X[:cut].std(axis=0) + 1e-6
X_train, X_valid = (X[:cut] - mean) / std, (X[cut:] - mean) / std

my_RNN_classifier = SimpleRNNClassification(units=32, dropout=0.25, num_epochs=2)
my_RNN_classifier.fit(X_train, y[:cut])
print("accuracy:", accuracy_score(y[cut:], my_RNN_classifier.predict(X_valid)))
