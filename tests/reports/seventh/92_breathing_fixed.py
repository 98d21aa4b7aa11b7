# the same work with the smallest change
import numpy as np
import keras
from keras import layers

STEPS, SENSORS, POOL = 96, 4, 4


def nights(count, seed):
    rng = np.random.default_rng(seed)
    signal = rng.normal(0, 0.3, (count, STEPS, SENSORS))
    apnea = np.zeros((count, STEPS, 1))
    for n in range(count):
        start = rng.integers(0, STEPS // POOL - 8) * POOL
        apnea[n, start:start + 24] = 1
    signal += (1 - apnea) * np.sin(np.arange(STEPS))[:, None]
    return signal.astype("float32"), apnea.astype("float32")


def breathing_net():
    belt = layers.Input(shape=(STEPS, SENSORS))
    conv = layers.Conv1D(16, 8, padding="same", activation="relu")(belt)
    pool = layers.MaxPooling1D(POOL)(conv)
    memory = layers.LSTM(16, return_sequences=True)(pool)
    memory = layers.UpSampling1D(POOL)(memory)
    answer = layers.Dense(1, activation="sigmoid")(memory)
    return keras.Model(belt, answer)


def main():
    keras.utils.set_random_seed(40)
    x_train, y_train = nights(160, seed=1)
    x_valid, y_valid = nights(40, seed=2)
    net = breathing_net()
    net.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy", metrics=["binary_accuracy"])
    net.fit(x_train, y_train, validation_data=(x_valid, y_valid), epochs=3, batch_size=16, verbose=0)
    print("steps right", round(net.evaluate(x_valid, y_valid, verbose=0)[1], 3))


if __name__ == "__main__":
    main()
