# the same work with the smallest change
import numpy as np
from keras.layers import (Input, RNN, LSTMCell, Bidirectional, Dense,
                          concatenate)
from keras.models import Model

N_IN, N_OUT, STEPS_IN, STEPS_OUT = 3, 1, 14, 4


def create_model(layers):
    n_layers = len(layers)

    encoder_inputs = Input(shape=(STEPS_IN, N_IN))
    encoder_cells = [LSTMCell(units) for units in layers]
    encoder = Bidirectional(RNN(encoder_cells, return_state=True))
    outputs_and_states = encoder(encoder_inputs)
    bi_encoder_states = outputs_and_states[1:]

    encoder_states = []
    for i in range(int(len(bi_encoder_states) / 2)):
        fw = bi_encoder_states[i]
        bw = bi_encoder_states[n_layers + i]
        encoder_states.append([concatenate([f, b], axis=-1)
                               for f, b in zip(fw, bw)])

    decoder_inputs = Input(shape=(STEPS_OUT, N_OUT))
    decoder_cells = [LSTMCell(units * 2) for units in layers]
    decoder = RNN(decoder_cells, return_sequences=True)
    hidden = decoder(decoder_inputs, initial_state=encoder_states)
    return Model([encoder_inputs, decoder_inputs], Dense(N_OUT)(hidden))


past = np.random.rand(24, STEPS_IN, N_IN).astype("float32")
future = np.random.rand(24, STEPS_OUT, N_OUT).astype("float32")
zeros = np.zeros_like(future)

model = create_model([6])
model.compile(optimizer="adam", loss="mse")
model.fit([past, zeros], future, epochs=1, batch_size=8, verbose=0)
