# expect: line 18: GlobalMaxPooling1D ignores the mask: padded steps repeat the last output or give zeros and take part in the maximum; use GlobalAveragePooling1D, which uses it (warning)
import numpy as np
from tensorflow.keras import Model
from tensorflow.keras.layers import (
    LSTM, Bidirectional, Dense, GlobalAveragePooling1D, GlobalMaxPooling1D, Input, Masking,
)

m_len, emb_dim = 40, 24
texts = np.zeros((150, m_len, emb_dim), dtype="float32")
for t in texts:
    n = np.random.randint(5, m_len)
    t[:n] = np.random.normal(size=(n, emb_dim))
label = np.random.randint(0, 2, 150)

inputs = Input(shape=(m_len, emb_dim))
x = Masking(mask_value=0.0)(inputs)
x = Bidirectional(LSTM(24, return_sequences=True))(x)
x = GlobalMaxPooling1D()(x)
output = Dense(1, activation="sigmoid")(x)
mod = Model(inputs, output)
mod.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
mod.fit(texts, label, epochs=5, validation_split=0.2)
