import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

VIDEOS, FRAMES, SIDE, CLASSES = 120, 6, 8, 3
rng = np.random.default_rng(29)
video_class = rng.integers(0, CLASSES, VIDEOS)
frames = rng.normal(0, 0.2, (VIDEOS * FRAMES, SIDE, SIDE, 1)).astype("float32")
for v, k in enumerate(video_class):
    for f in range(FRAMES):
        shift = [f, SIDE - 1 - f, 3][k]
        frames[v * FRAMES + f, :, shift] += 1.5


def frame_batches(images, shuffle):
    ds = tf.data.Dataset.from_tensor_slices(images)
    if shuffle:
        ds = ds.shuffle(len(images), seed=1)
    return ds.batch(128)


extractor = tf.keras.Sequential([layers.Input((SIDE, SIDE, 1)), layers.AveragePooling2D((SIDE, 1)), layers.Flatten()])
features = extractor.predict(frame_batches(frames, shuffle=True), verbose=0)
clips = features.reshape(VIDEOS, FRAMES, -1)

model = tf.keras.Sequential([
    layers.Input(clips.shape[1:]),
    layers.LSTM(24),
    layers.Dense(CLASSES, activation="softmax"),
])
model.compile(tf.keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(clips[:90], video_class[:90], epochs=10, batch_size=16, verbose=0)
print("accuracy on new videos:", model.evaluate(clips[90:], video_class[90:], verbose=0)[1])
