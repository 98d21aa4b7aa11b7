import numpy as np
import keras
from keras import layers

STEPS, SENSORS = 30, 2
rng = np.random.default_rng(26)


def machine_runs(n):
    x = rng.normal(size=(n, STEPS, SENSORS)).astype("float32")
    fault = np.zeros((n, STEPS), dtype="int32")
    for i in rng.choice(n, n // 3, replace=False):
        start = rng.integers(0, STEPS - 3)
        x[i, start:start + 3, 0] += 2.0
        fault[i, start:start + 3] = 1
    return x, fault


x_train, y_train = machine_runs(300)
x_test, y_test = machine_runs(80)
share = y_train.mean()
weights = {0: 0.5 / (1 - share), 1: 0.5 / share}
step_weight = np.where(y_train == 1, weights[1], weights[0])

model = keras.Sequential([
    keras.Input((STEPS, SENSORS)),
    layers.GRU(16, return_sequences=True),
    layers.Dense(2, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=5, batch_size=16, class_weight=weights, verbose=0)

found = model.predict(x_test, verbose=0).argmax(axis=-1)
print("fault steps found:", (found[y_test == 1] == 1).mean())
