import numpy as np
import keras
from keras import layers

T, SIDE = 9, 16
rng = np.random.default_rng(50)
yy, xx = np.mgrid[0:SIDE, 0:SIDE]


def movies(n):
    """a bright spot that turns at random moments; values between 0 and 1"""
    out = np.zeros((n, T, SIDE, SIDE, 1), dtype="float32")
    for i in range(n):
        pos = rng.uniform(5, 11, 2)
        speed = rng.uniform(-1.5, 1.5, 2)
        for t in range(T):
            if rng.random() < 0.3:
                speed = rng.uniform(-1.5, 1.5, 2)
            pos = np.clip(pos + speed, 2, 13)
            out[i, t, :, :, 0] = np.exp(-((yy - pos[0]) ** 2 + (xx - pos[1]) ** 2) / 4)
    return out


def create_shifted_frames(data):
    x = data[:, 0:data.shape[1] - 1]
    y = data[:, 1:data.shape[1]]
    return x, y


x_train, y_train = create_shifted_frames(movies(160))
x_val, y_val = create_shifted_frames(movies(32))
test = movies(24)

inp = layers.Input(shape=(None, SIDE, SIDE, 1))
x = layers.ConvLSTM2D(12, (3, 3), padding="same", return_sequences=True, activation="tanh")(inp)
x = layers.BatchNormalization()(x)
x = layers.ConvLSTM2D(12, (3, 3), padding="same", return_sequences=True, activation="tanh")(x)
x = layers.Conv3D(1, kernel_size=(3, 3, 3), activation="sigmoid", padding="same")(x)
model = keras.Model(inp, x)
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x_train, y_train, batch_size=8, epochs=15, validation_data=(x_val, y_val), verbose=2)

# frames 6..9 one after the other, each from what was predicted before
frames = test[:, :5]
for _ in range(T - 5):
    nxt = model.predict(frames, verbose=0)[:, -1:]
    frames = np.concatenate([frames, nxt], axis=1)
print("frame error:", np.mean((frames[:, 5:] - test[:, 5:]) ** 2, axis=(0, 2, 3, 4)).round(4))
