import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

FRAMES_IN = 8

# rain rate every five minutes on a 32 x 32 grid: (time, 32, 32), mm/h
frames = np.load("radar.npy").astype("float32")
split = int(len(frames) * 0.8)
top = frames[:split].max()
frames = (frames / top)[..., np.newaxis]


def clips(part):
    X = np.stack([part[i:i + FRAMES_IN] for i in range(len(part) - FRAMES_IN)])
    return X, part[FRAMES_IN:]


X_train, y_train = clips(frames[:split])
X_val, y_val = clips(frames[split:])
print(X_train.shape, y_train.shape)

model = keras.Sequential([
    keras.Input(shape=X_train.shape[1:]),
    layers.ConvLSTM2D(16, (3, 3), padding="same", return_sequences=True),
    layers.BatchNormalization(),
    layers.ConvLSTM2D(16, (3, 3), padding="same"),
    layers.Conv2D(1, (3, 3), padding="same"),
])
model.compile(optimizer="adam", loss="mse")
model.summary()

early = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(X_train, y_train, batch_size=8, epochs=40,
          validation_data=(X_val, y_val), callbacks=[early])

last_seen = X_val[:, -1]
print("model      ", np.mean((model.predict(X_val) - y_val) ** 2))
print("persistence", np.mean((last_seen - y_val) ** 2))
