# fixed twin of 33_bidirectional_seq2seq.py
import numpy as np
from keras.layers import LSTM, Bidirectional, Concatenate, Dense, Input
from keras.models import Model

n_units = 8
n_input = 1
n_output = 1
steps_in, steps_out = 10, 5
rng = np.random.default_rng(0)


def series(n):
    phase = rng.uniform(0, 6.28, (n, 1))
    t = np.arange(steps_in + steps_out)[None, :]
    s = np.sin(0.4 * t + phase) + rng.normal(scale=0.05, size=(n, t.size))
    src = s[:, :steps_in, None]
    tgt = s[:, steps_in:, None]
    start = s[:, steps_in - 1:-1, None]
    return src, start, tgt


# training encoder
encoder_inputs = Input(shape=(None, n_input))
encoder = Bidirectional(LSTM(n_units, return_state=True))
_, fh, fc, bh, bc = encoder(encoder_inputs)
state_h = Concatenate()([fh, bh])
state_c = Concatenate()([fc, bc])
encoder_states = [state_h, state_c]

# training decoder
decoder_inputs = Input(shape=(None, n_output))
decoder_lstm = LSTM(n_units * 2, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=encoder_states)
decoder_dense = Dense(n_output)
model = Model([encoder_inputs, decoder_inputs], decoder_dense(decoder_outputs))
model.compile("adam", "mse")

src, start, tgt = series(200)
model.fit([src, start], tgt, epochs=1, validation_split=0.1, verbose=2)

test_src, test_start, test_tgt = series(40)
print("teacher-forced test mse", model.evaluate([test_src, test_start], test_tgt, verbose=0))
