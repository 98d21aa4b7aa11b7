import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(12)


def vibration(n, steps=9):
    worn = np.random.rand(n) < 0.5
    base = np.random.normal(0, 1.0, (n, steps, 2))
    base[worn] = np.cumsum(base[worn], axis=1) * 0.5
    return base.astype(np.float32), worn.astype(np.float32)


train, test = vibration(300), vibration(80)

model = tf.keras.models.Sequential([
    tf.keras.layers.Input(shape=(9, 2)),
    tf.keras.layers.LSTM(12),
    tf.keras.layers.Dense(8, activation="relu"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=tf.keras.optimizers.Adam(5e-3), loss="binary_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(*train, epochs=6, batch_size=30, verbose=0)
print("worn lifts found:", model.evaluate(*test, verbose=0)[1])
