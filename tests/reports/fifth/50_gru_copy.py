import numpy as np
from keras import Input, Model
from keras.layers import GRU, Dense

CODES, LENGTH, UNITS = 12, 5, 48


def define_models(n_input, n_output, n_units):
    encoder_inputs = Input(shape=(None, n_input))
    encoder = GRU(n_units, return_state=True)
    _, state_h = encoder(encoder_inputs)

    decoder_inputs = Input(shape=(None, n_output))
    decoder_gru = GRU(n_units, return_sequences=True, return_state=True)
    decoder_dense = Dense(n_output, activation="softmax")
    decoder_outputs = decoder_gru(decoder_inputs, initial_state=state_h)
    train = Model([encoder_inputs, decoder_inputs], decoder_dense(decoder_outputs))

    encoder_model = Model(encoder_inputs, state_h)
    state_in = Input(shape=(n_units,))
    seq, state_out = decoder_gru(decoder_inputs, initial_state=state_in)
    decoder_model = Model([decoder_inputs, state_in], [decoder_dense(seq), state_out])
    return train, encoder_model, decoder_model


rng = np.random.default_rng(3)
numbers = rng.integers(1, CODES, (800, LENGTH))
eye = np.eye(CODES, dtype="float32")
x, y = eye[numbers], eye[numbers]
shifted = np.concatenate([eye[np.zeros((800, 1), dtype=int)], y[:, :-1]], axis=1)

train, enc, dec = define_models(CODES, CODES, UNITS)
train.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
train.fit([x, shifted], y, epochs=5, batch_size=32, verbose=0)

state = enc.predict(x[:1], verbose=0)
token, copied = eye[[[0]]], []
for _ in range(LENGTH):
    probs, state = dec.predict([token, state], verbose=0)
    copied.append(int(probs[0, 0].argmax()))
    token = eye[[[copied[-1]]]]
print(numbers[0], copied)
