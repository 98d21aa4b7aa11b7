# line 29: error: the encoder joins both directions, 48 values, the decoder has 24 units; twice as many units
import numpy as np
from tensorflow.keras.layers import Input, Embedding, Bidirectional, GRU, Dense, TimeDistributed
from tensorflow.keras.models import Model

SRC_LEN = 12
TGT_LEN = 9
SRC_WORDS = 60
TGT_WORDS = 45
EMB = 16
HIDDEN = 24

rng = np.random.default_rng(3)
src = rng.integers(1, SRC_WORDS, size=(40, SRC_LEN))
tgt_in = rng.integers(1, TGT_WORDS, size=(40, TGT_LEN))
tgt_out = np.zeros((40, TGT_LEN, TGT_WORDS), dtype="float32")
for row in range(40):
    for step in range(TGT_LEN):
        nxt = tgt_in[row, step + 1] if step + 1 < TGT_LEN else 0
        tgt_out[row, step, nxt] = 1.0

source = Input(shape=(SRC_LEN,), name="source", dtype="int32")
forced = Input(shape=(TGT_LEN,), name="forced", dtype="int32")

summary = Embedding(SRC_WORDS, EMB, mask_zero=True)(source)
summary = Bidirectional(GRU(HIDDEN))(summary)

words = Embedding(TGT_WORDS, EMB, mask_zero=True)(forced)
decoded = GRU(HIDDEN, return_sequences=True)(words, initial_state=[summary])
probs = TimeDistributed(Dense(TGT_WORDS, activation="softmax"))(decoded)

model = Model(inputs=[source, forced], outputs=probs)
model.compile(optimizer="adam", loss="categorical_crossentropy")
model.summary()
model.fit([src, tgt_in], tgt_out, batch_size=8, epochs=1, validation_split=0.1)
