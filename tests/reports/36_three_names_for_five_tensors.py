# expect: line 10: Bidirectional(LSTM(return_state=True)) returns 5 tensors, 3 names stand on the left; take forward and backward h and c and concatenate them (error)
import numpy as np
from keras.layers import LSTM, Bidirectional, Concatenate, Dense, Input
from keras.models import Model

num_encoder_tokens, num_decoder_tokens, latent_dim = 30, 25, 16

encoder_inputs = Input(shape=(None, num_encoder_tokens))
encoder = Bidirectional(LSTM(latent_dim, return_state=True))
encoder_outputs, state_h, state_c = encoder(encoder_inputs)

decoder_inputs = Input(shape=(None, num_decoder_tokens))
decoder_lstm = LSTM(2 * latent_dim, return_sequences=True)
decoder_outputs = decoder_lstm(decoder_inputs, initial_state=[state_h, state_c])
decoder_outputs = Dense(num_decoder_tokens, activation="softmax")(decoder_outputs)
model = Model([encoder_inputs, decoder_inputs], decoder_outputs)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy")

source = np.eye(num_encoder_tokens)[np.random.randint(0, num_encoder_tokens, (90, 12))]
target = np.eye(num_decoder_tokens)[np.random.randint(0, num_decoder_tokens, (90, 11))]
model.fit([source, target[:, :-1]], target[:, 1:], epochs=4)
