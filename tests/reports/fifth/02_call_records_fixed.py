import argparse
import numpy as np
import keras
from keras import layers

STEPS, FIELDS = 6, 30


def fake_records(n, seed):
    gen = np.random.default_rng(seed)
    x = gen.normal(size=(n, STEPS, FIELDS)).astype("float32")
    y = (x[:, -2:, :5].sum(axis=(1, 2)) > 0).astype("float32")
    return x, y


def make_model(units):
    return keras.Sequential([
        keras.Input(shape=(STEPS, FIELDS)),
        layers.LSTM(units),
        layers.Dense(1, activation="sigmoid"),
    ])


def main():
    parser = argparse.ArgumentParser(description="positive / negative call records")
    parser.add_argument("--units", type=int, default=24)
    parser.add_argument("--epochs", type=int, default=5)
    args = parser.parse_args([])

    x, y = fake_records(400, seed=1)
    x_new, y_new = fake_records(100, seed=2)
    model = make_model(args.units)
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(x, y, epochs=args.epochs, batch_size=16, validation_split=0.1, verbose=0)
    loss, acc = model.evaluate(x_new, y_new, verbose=0)
    print(f"loss {loss:.3f}, accuracy {acc:.3f}")


main()
