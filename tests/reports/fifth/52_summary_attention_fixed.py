import numpy as np
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Embedding, LSTM, Attention, Concatenate, Dense

X_VOC, Y_VOC, MAX_TEXT, MAX_SUM, DIM = 30, 16, 8, 4, 32
rng = np.random.default_rng(20)
text = rng.integers(1, X_VOC, (500, MAX_TEXT))
summary = np.sort(text[:, :MAX_SUM - 1] % (Y_VOC - 2) + 2, axis=1)
dec_in = np.hstack([np.ones((500, 1), dtype=int), summary])
dec_out = np.hstack([summary, np.zeros((500, 1), dtype=int)])

encoder_inputs = Input(shape=(MAX_TEXT,))
enc_emb = Embedding(X_VOC, DIM)(encoder_inputs)
encoder_outputs, state_h, state_c = LSTM(DIM, return_sequences=True, return_state=True)(enc_emb)

decoder_inputs = Input(shape=(None,))
dec_emb_layer = Embedding(Y_VOC, DIM)
decoder_lstm = LSTM(DIM, return_sequences=True, return_state=True)
attention, join = Attention(), Concatenate(axis=-1)
decoder_dense = Dense(Y_VOC, activation="softmax")

dec_seq, _, _ = decoder_lstm(dec_emb_layer(decoder_inputs), initial_state=[state_h, state_c])
probs = decoder_dense(join([dec_seq, attention([dec_seq, encoder_outputs])]))
model = Model([encoder_inputs, decoder_inputs], probs)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy")
model.fit([text, dec_in], dec_out, epochs=2, batch_size=50, verbose=0)

# ---- inference ----
encoder_model = Model(encoder_inputs, [encoder_outputs, state_h, state_c])
hidden_in = Input(shape=(MAX_TEXT, DIM))
h_in, c_in = Input(shape=(DIM,)), Input(shape=(DIM,))
seq2, h2, c2 = decoder_lstm(dec_emb_layer(decoder_inputs), initial_state=[h_in, c_in])
probs2 = decoder_dense(join([seq2, attention([seq2, hidden_in])]))
decoder_model = Model([decoder_inputs, hidden_in, h_in, c_in], [probs2, h2, c2])

hidden, h, c = encoder_model.predict(text[:1], verbose=0)
token, words = np.array([[1]]), []
for _ in range(MAX_SUM):
    p, h, c = decoder_model.predict([token, hidden, h, c], verbose=0)
    words.append(int(p[0, -1].argmax()))
    token = np.array([[words[-1]]])
print(summary[0], words)
