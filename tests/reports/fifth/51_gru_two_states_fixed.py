import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Input, GRU, Dense

N_IN, N_OUT, UNITS, FEATURES = 9, 4, 32, 2
rng = np.random.default_rng(44)


def traffic_counts(n):
    phase = rng.uniform(0, 6.28, (n, 1))
    t = np.arange(N_IN + N_OUT)[None, :]
    wave = np.stack([np.sin(t * 0.5 + phase), np.cos(t * 0.5 + phase)], axis=-1)
    return wave[:, :N_IN].astype("float32"), wave[:, N_IN:].astype("float32")


past, future = traffic_counts(400)
past_test, future_test = traffic_counts(80)


def teacher(past, future):
    return np.concatenate([past[:, -1:], future[:, :-1]], axis=1)


def define_model():
    encoder_inputs = Input(shape=(N_IN, FEATURES))
    encoder_outputs, state_h = GRU(UNITS, return_sequences=True, return_state=True)(encoder_inputs)
    encoder_states = [state_h]

    decoder_inputs = Input(shape=(N_OUT, FEATURES))
    decoder = GRU(UNITS, return_sequences=True)
    h = decoder(decoder_inputs, initial_state=encoder_states)
    return tf.keras.Model([encoder_inputs, decoder_inputs], Dense(FEATURES)(h))


model = define_model()
model.compile(optimizer="adam", loss="mse")
model.fit([past, teacher(past, future)], future, epochs=4, batch_size=20, verbose=0)
print("test mse", model.evaluate([past_test, teacher(past_test, future_test)], future_test, verbose=0))
