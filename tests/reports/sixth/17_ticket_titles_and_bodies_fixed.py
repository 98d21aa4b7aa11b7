# the same work with the smallest change
import numpy as np
import keras
from keras.layers import Concatenate, Dense, Embedding, GRU, Input

keras.utils.set_random_seed(18)
WORDS, TITLE_LEN, BODY_LEN = 500, 8, 25

# title branch
title_in = Input(shape=(TITLE_LEN,), dtype="int32")
title = Embedding(WORDS, 12)(title_in)
title = GRU(10)(title)

# body branch
body_in = Input(shape=(BODY_LEN,), dtype="int32")
body = Embedding(WORDS, 12)(body_in)
body = GRU(14)(body)

# number of attachments
files_in = Input(shape=(1,))
files = Dense(4, activation="relu")(files_in)

joined = Concatenate()([title, body, files])
hours = Dense(1, activation="softplus", name="hours")(joined)
urgent = Dense(1, activation="sigmoid", name="urgent")(joined)

desk = keras.Model([title_in, body_in, files_in], [hours, urgent])
desk.compile(optimizer="adam", loss={"hours": "mse", "urgent": "binary_crossentropy"})

rng = np.random.default_rng(18)
titles = rng.integers(1, WORDS, (60, TITLE_LEN))
bodies = rng.integers(1, WORDS, (60, BODY_LEN))
n_files = rng.poisson(1.0, (60, 1)).astype("float32")
truth = {
    "hours": (2.0 + n_files).astype("float32"),
    "urgent": (titles[:, :1] > WORDS // 2).astype("float32"),
}
desk.fit([titles, bodies, n_files], truth, batch_size=15, epochs=1, verbose=0)
print([p.shape for p in desk.predict([titles[:4], bodies[:4], n_files[:4]], verbose=0)])
