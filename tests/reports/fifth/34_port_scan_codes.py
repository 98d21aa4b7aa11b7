import numpy as np
import keras
from keras.layers import Embedding, LSTM, Dense
from sklearn.preprocessing import LabelEncoder

N_CLASSES, STEPS = 10, 20


def sessions(n, seed):
    rng = np.random.default_rng(seed)
    services = np.array([f"svc{i:02d}" for i in range(82)])
    attack = rng.integers(0, N_CLASSES, n)
    rows = rng.choice(services, (n, STEPS))
    rows[:, -6:] = services[attack[:, None] * 8 + rng.integers(0, 8, (n, 6))]
    return rows, attack


raw_train, y_train = sessions(500, seed=1)
raw_test, y_test = sessions(150, seed=2)
encoder = LabelEncoder().fit(raw_train.ravel())
features_train = encoder.transform(raw_train.ravel()).reshape(raw_train.shape)
features_test = encoder.transform(raw_test.ravel()).reshape(raw_test.shape)

model = keras.Sequential()
model.add(keras.Input((STEPS,)))
model.add(Embedding(10, 16))
model.add(LSTM(32))
model.add(Dense(N_CLASSES, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(features_train, y_train, epochs=6, batch_size=32, verbose=0)
print("test accuracy", model.evaluate(features_test, y_test, verbose=0)[1])
