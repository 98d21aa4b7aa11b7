import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, models

N_CLASSES, FRAMES, H, W = 4, 6, 32, 32


def frame_encoder():
    inp = layers.Input((H, W, 3))
    x = layers.Conv2D(8, 3, padding="same", activation="relu")(inp)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.GlobalAveragePooling2D()(x)
    return models.Model(inp, x, name="frame_encoder")


def video_classifier():
    video = layers.Input(shape=(FRAMES, H, W, 3), name="video_input")
    encoded_frames = layers.TimeDistributed(frame_encoder())(video)
    encoded_video = layers.LSTM(32)(encoded_frames)
    outputs = layers.Dense(N_CLASSES, activation="softmax")(encoded_video)
    return models.Model(video, outputs)


def fake_videos(n, seed):
    g = np.random.default_rng(seed)
    lab = g.integers(0, N_CLASSES, n)
    vids = g.random((n, FRAMES, H, W, 3)).astype("float32") * 0.3
    for i, c in enumerate(lab):
        vids[i, :, c * 8:(c + 1) * 8] += np.linspace(0.1, 0.6, FRAMES)[:, None, None, None]
    return vids, lab


x_train, y_train = fake_videos(96, 1)
x_val, y_val = fake_videos(24, 2)
x_test, y_test = fake_videos(32, 3)

model = video_classifier()
model.compile(optimizer=tf.keras.optimizers.Adam(1e-3),
              loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=15, batch_size=8, verbose=2)
print("test accuracy", model.evaluate(x_test, y_test, verbose=0)[1])
