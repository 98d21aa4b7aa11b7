# the same work with the smallest change
import numpy as np
from keras.layers import GRU, Dense, Embedding, Input
from keras.models import Model

vocab, turns, words, answer = 200, 3, 12, 10
context_units, decoder_units = 40, 40

rng = np.random.default_rng(21)
dialogue = rng.integers(1, vocab, (60, turns * words))
decoder_in = rng.integers(1, vocab, (60, answer))
decoder_out = np.roll(decoder_in, -1, axis=1)

embedding = Embedding(vocab, 24)
context_input = Input(shape=(turns * words,))
utterances = GRU(32, return_sequences=True)(embedding(context_input))
context = GRU(context_units)(utterances)

decoder_input = Input(shape=(answer,))
shared_gru_decoder = GRU(decoder_units, return_sequences=True)
decoded = shared_gru_decoder(embedding(decoder_input), initial_state=[context])
probabilities = Dense(vocab, activation="softmax")(decoded)

model = Model([context_input, decoder_input], probabilities)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.summary()
model.fit([dialogue, decoder_in], decoder_out, batch_size=20, epochs=1)
