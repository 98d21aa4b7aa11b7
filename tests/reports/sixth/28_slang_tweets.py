# line 24 (also 35): error: reshape((-1, 1)) turns every word into a sample of its own; keep (samples, steps)
import numpy as np
from sklearn.model_selection import train_test_split
import keras
from keras import layers
from keras.regularizers import L2

keras.utils.set_random_seed(66)
rng = np.random.default_rng(66)
VOCAB, WORDS = 350, 12

X = rng.integers(1, VOCAB, size=(200, WORDS))
y = (X[:, :4].max(axis=1) > 320).astype(int)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.2, random_state=0)

y_train = np.asarray(y_train).astype("float32").reshape((-1, 1))
y_val = np.asarray(y_val).astype("float32").reshape((-1, 1))
y_test = np.asarray(y_test).astype("float32").reshape((-1, 1))

X_train = np.asarray(X_train).astype("int32")
X_val = np.asarray(X_val).astype("int32")
X_test = np.asarray(X_test).astype("int32").reshape((-1, 1))

slang = keras.Sequential([
    keras.Input((WORDS,), dtype="int32"),
    layers.Embedding(VOCAB, 8, name="embedding"),
    layers.Bidirectional(layers.LSTM(8)),
    layers.Dropout(0.2),
    layers.Dense(1, activity_regularizer=L2(0.002), activation="sigmoid"),
])
slang.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
slang.fit(X_train, y_train, epochs=1, batch_size=32, verbose=0, validation_data=(X_val, y_val))
print(slang.evaluate(X_test, y_test, verbose=0))
