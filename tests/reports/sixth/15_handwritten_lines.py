# line 24 (also 25): error: Flatten leaves (samples, features), the LSTM needs (samples, steps, features); reshape the feature map to steps
import numpy as np
import keras
from keras import layers

HEIGHT, WIDTH, LETTERS = 16, 32, 10


def fake_lines(count, seed):
    rng = np.random.default_rng(seed)
    ink = rng.random((count, WIDTH, HEIGHT, 1), dtype="float32")
    writer = rng.integers(0, LETTERS, count)
    ink[np.arange(count), :, writer, 0] += 1.0
    return ink, writer


def build_reader():
    """Columns of the line are the steps, their pixels the features."""
    model = keras.Sequential(name="writer_by_line")
    model.add(keras.Input(shape=(WIDTH, HEIGHT, 1)))
    model.add(layers.Conv2D(6, (3, 3), padding="same", activation="relu"))
    model.add(layers.MaxPooling2D(pool_size=(2, 2)))
    model.add(layers.Conv2D(8, (3, 3), padding="same", activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.LSTM(24))
    model.add(layers.Dense(LETTERS, activation="softmax"))
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(0.05, momentum=0.9),
        metrics=["accuracy"],
    )
    return model


if __name__ == "__main__":
    keras.utils.set_random_seed(12)
    ink, writer = fake_lines(120, 0)
    ink_new, writer_new = fake_lines(30, 1)
    reader = build_reader()
    reader.fit(ink, writer, batch_size=20, epochs=1, verbose=0)
    print(reader.evaluate(ink_new, writer_new, verbose=0))
