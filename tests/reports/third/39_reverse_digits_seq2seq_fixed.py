import numpy as np
from tensorflow.keras.layers import (Input, LSTM, Dense, Embedding,
                                     Bidirectional, Concatenate)
from tensorflow.keras.models import Model

VOCAB, LEN, UNITS, START = 12, 6, 32, 11
rng = np.random.default_rng(3)
src = rng.integers(1, 11, size=(900, LEN))
tgt = src[:, ::-1]
dec_in = np.concatenate([np.full((len(tgt), 1), START), tgt[:, :-1]], axis=1)

# ----- training graph
enc_inputs = Input(shape=(LEN,))
enc_emb = Embedding(VOCAB, 16)(enc_inputs)
enc_out, fh, fc, bh, bc = Bidirectional(
    LSTM(UNITS, return_sequences=True, return_state=True))(enc_emb)
state_h = Concatenate()([fh, bh])
state_c = Concatenate()([fc, bc])

dec_inputs = Input(shape=(None,))
dec_emb_layer = Embedding(VOCAB, 16)
dec_lstm = LSTM(2 * UNITS, return_sequences=True, return_state=True)
dec_dense = Dense(VOCAB, activation="softmax")
seq, _, _ = dec_lstm(dec_emb_layer(dec_inputs), initial_state=[state_h, state_c])
model = Model([enc_inputs, dec_inputs], dec_dense(seq))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.fit([src[:700], dec_in[:700]], tgt[:700], batch_size=32, epochs=20,
          validation_data=([src[700:800], dec_in[700:800]], tgt[700:800]), verbose=2)

# ----- inference graphs
encoder_model = Model(enc_inputs, [enc_out, state_h, state_c])
in_h, in_c = Input(shape=(2 * UNITS,)), Input(shape=(2 * UNITS,))
step_out, h1, c1 = dec_lstm(dec_emb_layer(dec_inputs), initial_state=[in_h, in_c])
decoder_model = Model([dec_inputs, in_h, in_c], [dec_dense(step_out), h1, c1])


def decode_sequence(row):
    _, h, c = encoder_model.predict(row[None, :], verbose=0)
    token, result = START, []
    for _ in range(LEN):
        probs, h, c = decoder_model.predict([np.array([[token]]), h, c], verbose=0)
        token = int(probs[0, -1].argmax())
        result.append(token)
    return result


for row in src[800:803]:
    print(row, "->", decode_sequence(row))
