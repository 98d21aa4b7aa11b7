# expect: line 31: Attention returns one tensor unless it is called with return_attention_scores=True, it cannot be unpacked into two (error)
import numpy as np
import keras
from keras.layers import Attention, Concatenate, Dense, Embedding, GRU, Input
from keras.models import Model

SRC, TGT = 15, 10
VOCAB, UNITS = 90, 32


def make_reversal(n, seed):
    """toy translation: the target is the first words of the source, backwards"""
    r = np.random.default_rng(seed)
    src = r.integers(3, VOCAB, (n, SRC))
    tgt = src[:, :TGT - 1][:, ::-1]
    tgt = np.concatenate([np.ones((n, 1), int), tgt], axis=1)
    return src, tgt[:, :-1], tgt[:, 1:]


encoder_inputs = Input(shape=(None,), dtype="int32")
enc = Embedding(VOCAB, 32, mask_zero=True)(encoder_inputs)
encoder_output, encoder_state = GRU(UNITS, return_sequences=True, return_state=True,
                                    dropout=0.2)(enc)

decoder_inputs = Input(shape=(None,), dtype="int32")
dec = Embedding(VOCAB, 32, mask_zero=True)(decoder_inputs)
decoder_output, _ = GRU(UNITS, return_sequences=True, return_state=True,
                        dropout=0.2)(dec, initial_state=encoder_state)

# attention over the encoder outputs
attn_out, attn_weights = Attention(name="attention")([decoder_output, encoder_output])
joined = Concatenate()([decoder_output, attn_out])
probs = Dense(VOCAB, activation="softmax")(joined)

model = Model([encoder_inputs, decoder_inputs], probs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.summary()

src, tgt_in, tgt_out = make_reversal(160, 0)
model.fit([src, tgt_in], tgt_out, batch_size=32, epochs=1, validation_split=0.1, verbose=2)
src, tgt_in, tgt_out = make_reversal(40, 1)
print(model.evaluate([src, tgt_in], tgt_out, verbose=0))
