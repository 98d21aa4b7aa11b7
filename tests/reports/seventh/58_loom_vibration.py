# line 23: error. The only LSTM returns all 40 steps, so predict gives (1, 40, 1) and cannot be put behind the window as one new value; leave return_sequences out.
import numpy as np
import keras
from keras.layers import LSTM, Dense

PAST = 40


def recording(n=640):
    rng = np.random.default_rng(58)
    t = np.arange(n)
    return (0.5 + 0.3 * np.sin(t / 5) + 0.1 * np.sin(t / 2) + rng.normal(0, 0.01, n)).astype("float32")


def samples(signal):
    x = np.array([signal[k - PAST:k] for k in range(PAST, len(signal))])
    return x[:, :, None], signal[PAST:]


def network():
    net = keras.models.Sequential()
    net.add(keras.Input(shape=(PAST, 1)))
    net.add(LSTM(units=32, return_sequences=True))
    net.add(Dense(units=1))
    net.compile(optimizer="adam", loss="mean_squared_error")
    return net


def continue_signal(net, tail, count):
    window, drawn = tail.reshape(PAST, 1), []
    for _ in range(count):
        nxt = net.predict(window[np.newaxis], verbose=0)
        drawn.append(float(nxt.ravel()[-1]))
        window = np.concatenate([window[1:], nxt])
    return drawn


def main():
    keras.utils.set_random_seed(58)
    signal = recording()
    known, hidden = signal[:600], signal[600:]
    x, y = samples(known)
    net = network()
    net.fit(x, y, epochs=12, batch_size=16, verbose=0)
    drawn = continue_signal(net, known[-PAST:], 10)
    print("mean miss", float(np.abs(np.array(drawn) - hidden[:10]).mean()))


if __name__ == "__main__":
    main()
