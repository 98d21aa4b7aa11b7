# line 21: error. The input has two sequence axes (sections and steps), an LSTM reads one; apply it to each section with TimeDistributed before the sections are read in turn.
import numpy as np
import keras
from keras import layers

SECTIONS, STEPS, BANDS = 4, 15, 6


def rehearsals(count, seed):
    """Four voice sections sing in turn; is the piece in tune?"""
    rng = np.random.default_rng(seed)
    in_tune = rng.integers(0, 2, count)
    drift = np.where(in_tune == 1, 0.0, 0.15)[:, None, None, None]
    clock = np.arange(STEPS)[None, None, :, None]
    sound = rng.normal(0, 0.3, (count, SECTIONS, STEPS, BANDS)) + drift * clock
    return sound.astype("float32"), in_tune.astype("float32")


def build_listener():
    sound = keras.Input(shape=(SECTIONS, STEPS, BANDS), name="sound")
    voice = layers.LSTM(12, name="voice")(sound)
    piece = layers.GRU(8, name="piece")(voice)
    verdict = layers.Dense(1, activation="sigmoid", name="verdict")(piece)
    model = keras.Model(sound, verdict)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def main():
    keras.utils.set_random_seed(67)
    x, y = rehearsals(160, seed=5)
    x_val, y_val = rehearsals(40, seed=6)
    listener = build_listener()
    listener.fit(x, y, validation_data=(x_val, y_val), batch_size=16, epochs=4, verbose=0)
    print("held out", listener.evaluate(x_val, y_val, verbose=0))


if __name__ == "__main__":
    main()
