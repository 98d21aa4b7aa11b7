import numpy as np
import pandas as pd
import tensorflow as tf

WINDOW = 12


def sensor_frame(n=500):
    rng = np.random.default_rng(47)
    temp = 15 + 8 * np.sin(np.arange(n) * 2 * np.pi / 48) + rng.normal(0, 0.5, n)
    wind = np.abs(rng.normal(3, 1, n))
    power = 0.3 * np.roll(temp, 4) + wind
    return pd.DataFrame({"temp": temp, "wind": wind, "power": power}).iloc[4:]


def make_ds(frame):
    features = frame[["temp", "wind"]].to_numpy("float32")
    labels = frame["power"].to_numpy("float32")
    ds = tf.data.Dataset.from_tensor_slices((features, labels))
    ds = ds.window(WINDOW, shift=1, drop_remainder=True)
    ds = ds.flat_map(lambda x, y: tf.data.Dataset.zip((x.batch(WINDOW), y.batch(WINDOW))))
    return ds.map(lambda x, y: (x, y[-1:])).batch(32)


frame = sensor_frame()
cut = 380
frame = (frame - frame[:cut].mean()) / frame[:cut].std()
train_ds, test_ds = make_ds(frame[:cut]), make_ds(frame[cut:])

model = tf.keras.Sequential([
    tf.keras.Input((WINDOW, 2)),
    tf.keras.layers.LSTM(16),
    tf.keras.layers.Dense(1),
])
model.compile("adam", "mse")
model.fit(train_ds, epochs=4, verbose=0)
print("test mse", model.evaluate(test_ds, verbose=0))
