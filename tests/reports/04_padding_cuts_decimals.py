# expect: line 11: pad_sequences without dtype casts to int32, so readings between 0 and 1 all become 0; pass dtype="float32" (error)
import numpy as np
from keras import Input, Sequential
from keras.layers import GRU, Dense, Masking
from keras.utils import pad_sequences

rng = np.random.default_rng(0)
walks = [rng.random((rng.integers(15, 60), 3)) for _ in range(150)]
patient = rng.integers(0, 2, 150)

x = pad_sequences(walks, maxlen=60, padding="post", value=-1.0)
model = Sequential([
    Input((60, 3)),
    Masking(mask_value=-1.0),
    GRU(32),
    Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x[:120], patient[:120], validation_data=(x[120:], patient[120:]), epochs=15)
