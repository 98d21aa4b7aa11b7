import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, Embedding, LSTM, Dense
from tensorflow.keras.utils import to_categorical
from sklearn.model_selection import train_test_split

EVENT_KINDS, LENGTH, CLASSES = 40, 15, 6

rng = np.random.default_rng(17)
labels = rng.integers(0, CLASSES, 600)
features = rng.integers(1, EVENT_KINDS, (600, LENGTH))
features[np.arange(600), rng.integers(0, LENGTH, 600)] = EVENT_KINDS + labels

features_train, features_test, labels_train, labels_test = train_test_split(
    features, to_categorical(labels, CLASSES), test_size=0.2, random_state=0, stratify=labels)

model = Sequential()
model.add(Input(shape=(LENGTH,)))
model.add(Embedding(EVENT_KINDS + CLASSES, 16))
model.add(LSTM(24))
model.add(Dense(features_train.shape[0], activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(features_train, labels_train, epochs=5, batch_size=32, verbose=0)
print("test accuracy", model.evaluate(features_test, labels_test, verbose=0)[1])
