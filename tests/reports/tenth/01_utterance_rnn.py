# line 33: error: a Python list of arrays of different lengths is not one input; Keras reads it as many inputs. Pad the sequences to one length (pad_sequences, the Masking layer then skips the padding).
import numpy as np
from keras.models import Sequential
from keras.layers import Input, Masking, SimpleRNN, Dense
from keras.utils import pad_sequences

rng = np.random.default_rng(3)
n_utterances, n_features = 120, 13


def make_utterance(label):
    frames = int(rng.integers(20, 60))
    base = rng.normal(size=(frames, n_features)).astype("float32")
    return base + 0.4 * label


labels = rng.integers(0, 2, size=n_utterances)
utterances = [make_utterance(label) for label in labels]
longest = max(len(u) for u in utterances)
print("utterances:", len(utterances), "longest:", longest)

X = list(utterances)
X_train, y_train = X[:100], labels[:100]
X_test, y_test = X[100:], labels[100:]

model = Sequential()
model.add(Input((None, n_features)))
model.add(Masking(mask_value=0.0))
model.add(SimpleRNN(32))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])

model.fit(X_train, y_train, batch_size=20, epochs=2, verbose=0)
print(model.evaluate(X_test, y_test, verbose=0))
