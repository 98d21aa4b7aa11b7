# expect: line 35 (also 36): Attention takes [query, value]: with the encoder first the result has 30 steps and cannot be joined with the 7 of the decoder (error)
import numpy as np
from tensorflow.keras import Input, Model
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import Attention, Concatenate, Dense, Embedding, LSTM, TimeDistributed

max_text_len, max_summary_len = 30, 8
x_voc, y_voc = 120, 60
latent_dim, embedding_dim = 48, 24
rng = np.random.default_rng(6)


def pairs(n):
    x = rng.integers(2, x_voc, (n, max_text_len))
    body = x[:, :max_summary_len - 1] % (y_voc - 3) + 3
    y = np.concatenate([np.full((n, 1), 1), body], axis=1)
    return x, y


x_tr, y_tr = pairs(160)
x_val, y_val = pairs(40)

# encoder
encoder_inputs = Input(shape=(max_text_len,))
enc_emb = Embedding(x_voc, embedding_dim)(encoder_inputs)
encoder_outputs, state_h, state_c = LSTM(latent_dim, return_sequences=True,
                                         return_state=True)(enc_emb)

# decoder
decoder_inputs = Input(shape=(max_summary_len - 1,))
dec_emb = Embedding(y_voc, embedding_dim)(decoder_inputs)
decoder_outputs, _, _ = LSTM(latent_dim, return_sequences=True, return_state=True)(
    dec_emb, initial_state=[state_h, state_c])

attn_out = Attention()([encoder_outputs, decoder_outputs])
decoder_concat_input = Concatenate(axis=-1)([decoder_outputs, attn_out])
decoder_outputs = TimeDistributed(Dense(y_voc, activation="softmax"))(decoder_concat_input)

model = Model([encoder_inputs, decoder_inputs], decoder_outputs)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy")

es = EarlyStopping(monitor="val_loss", mode="min", patience=2)
model.fit([x_tr, y_tr[:, :-1]], y_tr[:, 1:], epochs=1, batch_size=32, callbacks=[es],
          validation_data=([x_val, y_val[:, :-1]], y_val[:, 1:]), verbose=2)
