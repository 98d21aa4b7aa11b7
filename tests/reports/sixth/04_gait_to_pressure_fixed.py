# the same work with the smallest change
import numpy as np
import keras
from keras import layers

IN_STEPS, OUT_STEPS, SENSORS = 20, 25, 4


def strides(count, seed):
    rng = np.random.default_rng(seed)
    phase = rng.uniform(0, 2 * np.pi, size=(count, 1))
    t_in = np.linspace(0, 2 * np.pi, IN_STEPS)
    t_out = np.linspace(2 * np.pi, 4 * np.pi, OUT_STEPS)
    motion = np.stack([np.sin(t_in + phase + k) for k in range(SENSORS)], axis=-1)
    pressure = np.cos(t_out + phase)[..., None]
    return motion.astype("float32"), pressure.astype("float32")


def seq_model(units=32):
    m = keras.Sequential(name="gait")
    m.add(keras.Input(shape=(IN_STEPS, SENSORS)))
    m.add(layers.LSTM(units))
    m.add(layers.RepeatVector(OUT_STEPS))
    m.add(layers.LSTM(units, return_sequences=True))
    m.add(layers.TimeDistributed(layers.Dense(1)))
    m.compile(loss="mse", optimizer=keras.optimizers.Adam(5e-3))
    return m


def main():
    keras.utils.set_random_seed(21)
    x, y = strides(256, seed=0)
    x_new, y_new = strides(32, seed=1)
    model = seq_model()
    model.fit(x, y, epochs=2, batch_size=32, verbose=0)
    guess = model.predict(x_new, verbose=0)
    print("target", y_new.shape, "prediction", guess.shape)
    print("loss", model.evaluate(x_new, y_new, verbose=0))


main()
