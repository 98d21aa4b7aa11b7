import numpy as np
from sklearn.preprocessing import StandardScaler
from tensorflow.keras import Sequential
from tensorflow.keras.layers import LSTM, Dense, Input
from tensorflow.keras.callbacks import EarlyStopping

maxlen, batch_size = 60, 32


def load_part(n, seed):
    g = np.random.default_rng(seed)
    t = np.arange(maxlen)
    limp = g.integers(0, 2, n)
    freq = np.where(limp == 1, 0.18, 0.25)[:, None] + g.normal(0, 0.01, (n, 1))
    return np.sin(2 * np.pi * freq * t) * 9.81 + g.normal(0, 2.0, (n, maxlen)), limp


print("Loading data...")
X_train, y_train = load_part(400, 1)
X_val, y_val = load_part(80, 2)
X_test, y_test = load_part(100, 3)

scaler = StandardScaler().fit(X_train.reshape(-1, 1))
X_train, X_val, X_test = [
    scaler.transform(a.reshape(-1, 1)).reshape(-1, maxlen, 1) for a in (X_train, X_val, X_test)]
print("X_train shape:", X_train.shape)
print("X_test shape:", X_test.shape)

print("Build model...")
model = Sequential()
model.add(Input(shape=X_train.shape[1:]))
model.add(LSTM(32))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

print("Train...")
model.fit(X_train, y_train, batch_size=batch_size, epochs=24,
          validation_data=(X_val, y_val),
          callbacks=[EarlyStopping(patience=3, restore_best_weights=True)], verbose=2)
score, acc = model.evaluate(X_test, y_test, batch_size=batch_size, verbose=0)
print("Test score:", score)
print("Test accuracy:", acc)
