import numpy as np
from tensorflow.keras import Input, Model, ops
from tensorflow.keras.layers import Embedding, LSTM, Lambda, Dense, GlobalAveragePooling1D
from tensorflow.keras.utils import pad_sequences

max_features, max_words = 80, 60
rng = np.random.default_rng(37)


def load_data(n):
    texts, share = [], []
    for _ in range(n):
        t = rng.integers(1, max_features, rng.integers(4, 50))
        texts.append(t)
        share.append(np.mean(t > 50))
    return pad_sequences(texts, maxlen=max_words), np.array(share, dtype="float32")


X_train, y_train = load_data(500)
X_test, y_test = load_data(150)

words = Input(shape=(max_words,))
h = Embedding(max_features, 12, mask_zero=True)(words)
h = LSTM(16, return_sequences=True)(h)
h = Lambda(lambda t: ops.mean(t, axis=1), output_shape=(16,))(h)
share = Dense(1)(h)
model = Model(words, share)
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(X_train, y_train, batch_size=32, epochs=8, validation_split=0.1, verbose=0)
print("mean error of the share:", model.evaluate(X_test, y_test, verbose=0)[1])
