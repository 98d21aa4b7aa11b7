import numpy as np
import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(42)
VOCAB, MAXLEN, EMBED = 500, 30, 32

# token ids of short reviews, 0 is padding at the end
rng = np.random.default_rng(42)
X = np.zeros((800, MAXLEN), dtype="int32")
y = rng.integers(0, 2, size=800)
for row, label in zip(X, y):
    n = rng.integers(6, MAXLEN + 1)
    low, high = (1, 350) if label == 0 else (150, VOCAB)
    row[:n] = rng.integers(low, high, size=n)
X_train, X_valid, X_test = X[:560], X[560:680], X[680:]
y_train, y_valid, y_test = y[:560], y[560:680], y[680:]

inputs = keras.layers.Input(shape=(MAXLEN,), dtype="int32")
mask = keras.ops.not_equal(inputs, 0)
z = keras.layers.Embedding(VOCAB, EMBED)(inputs)
z = keras.layers.GRU(48, dropout=0.2)(z, mask=mask)
outputs = keras.layers.Dense(1, activation="sigmoid")(z)
model = keras.Model(inputs=[inputs], outputs=[outputs])

model.compile(loss="binary_crossentropy", optimizer="nadam", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=15, batch_size=32,
                    validation_data=(X_valid, y_valid), verbose=2)
print("best val_accuracy:", max(history.history["val_accuracy"]))
print("test:", model.evaluate(X_test, y_test, verbose=0))
