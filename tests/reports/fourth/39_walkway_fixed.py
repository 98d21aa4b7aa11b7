"""Spatio-temporal autoencoder: clips that it rebuilds badly are abnormal."""
import numpy as np
import keras
from keras import layers

T, SIZE = 10, 32

# grey frames of a walkway camera, 0..255: (frames, 32, 32)
train_frames = np.load("walkway_train.npy").astype("float32") / 255.0
test_frames = np.load("walkway_test.npy").astype("float32") / 255.0


def to_clips(frames):
    starts = range(0, len(frames) - T + 1, T)
    return np.stack([frames[s:s + T] for s in starts])[..., np.newaxis]


x_train = to_clips(train_frames)
x_test = to_clips(test_frames)

model = keras.Sequential([
    keras.Input(shape=x_train.shape[1:]),
    layers.TimeDistributed(layers.Conv2D(16, 3, padding="same", activation="relu")),
    layers.ConvLSTM2D(16, 3, padding="same", return_sequences=True),
    layers.ConvLSTM2D(8, 3, padding="same", return_sequences=True),
    layers.ConvLSTM2D(16, 3, padding="same", return_sequences=True),
    layers.TimeDistributed(layers.Conv2D(1, 3, padding="same", activation="sigmoid")),
])
model.compile(optimizer="adam", loss="mse")
model.summary()
model.fit(x_train, x_train, batch_size=4, epochs=20, validation_split=0.1)
model.save("walkway.keras")

error = np.mean((model.predict(x_test, batch_size=4) - x_test) ** 2, axis=(1, 2, 3, 4))
score = (error - error.min()) / (error.max() - error.min())
print("most suspicious clips start at frames", np.argsort(score)[::-1][:3] * T)
