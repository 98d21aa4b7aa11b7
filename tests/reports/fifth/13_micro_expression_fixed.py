import numpy as np
import keras
from keras import layers

CLASSES, FRAMES, SIDE, FEATURES = 5, 9, 16, 32
gen = np.random.default_rng(21)


def faces(n):
    label = gen.integers(0, CLASSES, n)
    clips = gen.normal(0, 0.3, (n, FRAMES, SIDE, SIDE, 1))
    for i, k in enumerate(label):
        clips[i, :, 3 * k:3 * k + 3] += np.linspace(0, 1, FRAMES)[:, None, None, None]
    return clips.astype("float32"), label


clips, label = faces(100)
clips_test, label_test = faces(40)

cnn = keras.Sequential([
    keras.Input((SIDE, SIDE, 1)),
    layers.Conv2D(8, 3, strides=2, activation="relu"),
    layers.Flatten(),
    layers.Dense(FEATURES, activation="relu"),
    layers.Dense(CLASSES, activation="softmax"),
])
cnn.compile("adam", "sparse_categorical_crossentropy")
cnn.fit(clips[:, -1], label, epochs=8, verbose=0)

extractor = keras.Model(cnn.inputs, cnn.layers[-2].output)


def to_sequences(movies):
    flat = extractor.predict(movies.reshape(-1, SIDE, SIDE, 1), verbose=0)
    return flat.reshape(len(movies), FRAMES, -1)


temporal = keras.Sequential([
    keras.Input((FRAMES, FEATURES)),
    layers.LSTM(24),
    layers.Dense(CLASSES, activation="softmax"),
])
temporal.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
temporal.fit(to_sequences(clips), label, epochs=8, verbose=0)
print("accuracy", temporal.evaluate(to_sequences(clips_test), label_test, verbose=0)[1])
