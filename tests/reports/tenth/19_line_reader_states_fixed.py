# the same work with the smallest change
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

n_chars, units, depth = 40, 32, 3


def build(depth):
    chars = keras.Input(shape=(None,), dtype="int32", name="chars")
    h = layers.Embedding(n_chars, units)(chars)
    state_inputs, state_outputs = [], []
    for k in range(depth):
        state_h0 = keras.Input(shape=(units,), name=f"h_{k}")
        state_c0 = keras.Input(shape=(units,), name=f"c_{k}")
        lstm = layers.LSTM(units, return_sequences=True, return_state=True, name=f"{k:02d}_lstm")
        h, state_h, state_c = lstm(h, initial_state=[state_h0, state_c0])
        state_inputs += [state_h0, state_c0]
        state_outputs += [state_h, state_c]
    probs = layers.Dense(n_chars, activation="softmax")(h)
    training = keras.Model([chars] + state_inputs, probs)
    stepping = keras.Model([chars] + state_inputs, [probs] + state_outputs)
    return training, stepping


rng = np.random.default_rng(8)
text = rng.integers(1, n_chars, size=(128, 21))
zeros = [np.zeros([128] + list(i.shape[1:]), dtype="float32") for i in build(depth)[0].inputs[1:]]

training, stepping = build(depth)
training.compile("adam", "sparse_categorical_crossentropy")
training.fit([text[:, :-1]] + zeros, text[:, 1:], batch_size=32, epochs=1, verbose=0)

out = stepping.predict([text[:1, :1]] + [z[:1] for z in zeros], verbose=0)
print("next char:", out[0][0, -1].argmax())
