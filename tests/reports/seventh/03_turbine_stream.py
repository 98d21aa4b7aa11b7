# line 38 (also 32): error: fit shuffles the pieces, the states are carried to pieces of another time; shuffle=False is missing
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(2)
LINES, PIECE, PIECES = 10, 4, 60


def recordings(seed):
    """Ten turbines; the load is a slow average of the pulses, far longer than one piece."""
    rng = np.random.default_rng(seed)
    pulse = rng.choice([-1.0, 1.0], size=(LINES, PIECE * PIECES), p=[0.5, 0.5])
    pulse = np.repeat(pulse[:, ::12], 12, axis=1)
    load, level = np.zeros_like(pulse), np.zeros(LINES)
    for t in range(pulse.shape[1]):
        level = 0.95 * level + 0.2 * pulse[:, t]
        load[:, t] = level

    # batch k holds piece k of all ten turbines, so that the states can be carried on
    def in_pieces(a):
        return a.reshape(LINES, PIECES, PIECE, 1).swapaxes(0, 1).reshape(-1, PIECE, 1).astype("float32")

    return in_pieces(pulse), in_pieces(load)


x_train, y_train = recordings(seed=0)
x_test, y_test = recordings(seed=1)

model = keras.Sequential([
    keras.Input(batch_shape=(LINES, PIECE, 1)),
    layers.SimpleRNN(12, return_sequences=True, stateful=True, name="carry"),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")

for epoch in range(15):
    model.fit(x_train, y_train, batch_size=LINES, epochs=1, verbose=0)
    model.get_layer("carry").reset_state()

print("test mse", round(model.evaluate(x_test, y_test, batch_size=LINES, verbose=0), 4))
