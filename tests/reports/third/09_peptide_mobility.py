import numpy as np
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

AA = "ACDEFGHIKLMNPQRSTVWY"
rng = np.random.default_rng(2)

# made-up peptides with a size-like property
peptides = ["".join(rng.choice(list(AA), rng.integers(7, 25))) for _ in range(700)]
weight = dict(zip(AA, rng.uniform(5, 20, len(AA))))
ccs = np.array([200 + sum(weight[a] for a in p) + rng.normal(0, 3) for p in peptides])

lookup = {a: i + 1 for i, a in enumerate(AA)}
X = tf.keras.utils.pad_sequences([[lookup[a] for a in p] for p in peptides],
                                 maxlen=24, padding="post")
X_train, X_test, y_train, y_test = train_test_split(X, ccs, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.15, random_state=0)

target = StandardScaler().fit(y_train[:, None])
t_train, t_val = target.transform(y_train[:, None]), target.transform(y_val[:, None])

model = tf.keras.Sequential()
model.add(tf.keras.Input(shape=(24,)))
model.add(tf.keras.layers.Embedding(len(AA) + 1, 16, mask_zero=True))
model.add(tf.keras.layers.LSTM(32))
model.add(tf.keras.layers.Dense(16, activation="relu"))
model.add(tf.keras.layers.Dense(1, activation="relu"))
model.compile(optimizer=tf.keras.optimizers.Adam(3e-3), loss="mse", metrics=["mae"])
model.fit(X_train, t_train, validation_data=(X_val, t_val), epochs=30, batch_size=32, verbose=2)

pred = target.inverse_transform(model.predict(X_test, verbose=0)).ravel()
print("MAE: %.2f" % np.mean(np.abs(pred - y_test)))
print("smallest prediction: %.1f, smallest value: %.1f" % (pred.min(), y_test.min()))
