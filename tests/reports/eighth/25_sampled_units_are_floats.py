# line 23: error: the search draws fractions, which become the units; int around them
import numpy as np
import tensorflow as tf

load = np.cumsum(np.random.randn(300)) * 0.1
lag = 10
X = np.stack([load[i:i + lag] for i in range(280)])[..., None]
y = load[lag:lag + 280]
X_train, X_val, y_train, y_val = X[:220], X[220:], y[:220], y[220:]

bounds = {
    "batch": (16, 64),
    "dropout1": (0.0, 0.4),
    "hidden1": (4, 24),
    "lr": (1e-4, 1e-2),
    "size1": (8, 32),
}


def black_box(batch, dropout1, hidden1, lr, size1):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(lag, 1)),
        tf.keras.layers.LSTM(size1, dropout=dropout1),
        tf.keras.layers.Dense(int(hidden1), activation="relu"),
        tf.keras.layers.Dense(1),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=lr), loss="mse")
    model.fit(X_train, y_train, batch_size=int(batch), epochs=1, verbose=0)
    return -model.evaluate(X_val, y_val, verbose=0)


best_score, best_point = -np.inf, None
for iteration in range(2):
    point = {name: np.random.uniform(low, high) for name, (low, high) in bounds.items()}
    score = black_box(**point)
    if score > best_score:
        best_score, best_point = score, point
print(best_score, best_point)
