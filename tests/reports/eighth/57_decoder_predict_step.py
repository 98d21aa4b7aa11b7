# line 36: error: predict_step reads its list as inputs, targets and weights; predict
import numpy as np
from keras.models import Model
from keras.layers import Input, LSTM, Dense

N_ENC, N_DEC, LATENT, T_ENC, T_DEC = 9, 7, 12, 6, 5
rng = np.random.default_rng(14)
src = np.eye(N_ENC)[rng.integers(0, N_ENC, (40, T_ENC))]
ids = rng.integers(2, N_DEC, (40, T_DEC))
dec_out = np.eye(N_DEC)[ids]
dec_in = np.concatenate([np.tile(np.eye(N_DEC)[1], (40, 1, 1)),
                         dec_out[:, :-1]], axis=1)

enc_inputs = Input(shape=(None, N_ENC))
_, h, c = LSTM(LATENT, return_state=True)(enc_inputs)
dec_inputs = Input(shape=(None, N_DEC))
dec_lstm = LSTM(LATENT, return_sequences=True, return_state=True)
dec_seq, _, _ = dec_lstm(dec_inputs, initial_state=[h, c])
dec_dense = Dense(N_DEC, activation="softmax")
training = Model([enc_inputs, dec_inputs], dec_dense(dec_seq))
training.compile(optimizer="rmsprop", loss="categorical_crossentropy")
training.fit([src, dec_in], dec_out, batch_size=10, epochs=1, verbose=0)

encoder_model = Model(enc_inputs, [h, c])
in_h, in_c = Input(shape=(LATENT,)), Input(shape=(LATENT,))
seq2, h2, c2 = dec_lstm(dec_inputs, initial_state=[in_h, in_c])
decoder_model = Model([dec_inputs, in_h, in_c], [dec_dense(seq2), h2, c2],
                      name="model_decoder_testing")


def decode_sequence(one):
    states_value = encoder_model.predict(one, verbose=0)
    target_seq = np.eye(N_DEC)[[[1]]]
    answer = []
    for _ in range(T_DEC):
        tokens, sh, sc = decoder_model.predict_step([target_seq] + states_value)
        best = int(np.argmax(tokens[0, -1, :]))
        answer.append(best)
        target_seq = np.eye(N_DEC)[[[best]]]
        states_value = [np.asarray(sh), np.asarray(sc)]
    return answer


print(decode_sequence(src[:1]))
