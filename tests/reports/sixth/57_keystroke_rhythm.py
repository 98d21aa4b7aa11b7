# line 10: error: inner GRU layers must return sequences
import numpy as np
import keras
from keras import layers


def build(units, steps, people):
    net = keras.Sequential([keras.Input((steps, 2))])
    for depth, u in enumerate(units):
        net.add(layers.GRU(u, dropout=0.1, name=f"rhythm_{depth}"))
    net.add(layers.Dense(people, activation="softmax"))
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


def typing(people=4, each=60, steps=16):
    gen = np.random.default_rng(23)
    speed = gen.uniform(0.1, 0.4, people)
    who = np.repeat(np.arange(people), each)
    gaps = gen.gamma(4.0, 1.0, (len(who), steps, 2)) / 4 * speed[who][:, None, None]
    order = gen.permutation(len(who))
    return np.log(gaps[order]), who[order]


def main():
    gaps, who = typing()
    net = build(units=(24, 16), steps=gaps.shape[1], people=4)
    log = net.fit(gaps[:180], who[:180], validation_data=(gaps[180:], who[180:]), epochs=2, verbose=0)
    print("validation accuracy", round(log.history["val_accuracy"][-1], 3))


main()
