# line 32: error: the recordings differ in length, np.array of them is no rectangle; pad_sequences with dtype float32
import math
import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.sequence import pad_sequences

n_mels = 13
n_words = 6


def fake_recording():
    frames = np.random.randint(20, 45)
    return np.random.normal(size=(frames, n_mels)).astype("float32")


recordings = [fake_recording() for _ in range(36)]
spoken = np.random.randint(0, n_words, size=36)


class VoiceSequence(tf.keras.utils.Sequence):
    def __init__(self, voices, words, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.voices, self.words = voices, words
        self.batch_size = batch_size

    def __len__(self):
        return math.ceil(len(self.voices) / self.batch_size)

    def __getitem__(self, idx):
        batch_x = self.voices[idx * self.batch_size:(idx + 1) * self.batch_size]
        batch_y = self.words[idx * self.batch_size:(idx + 1) * self.batch_size]
        return np.array(batch_x), np.array(batch_y)


model = tf.keras.Sequential([
    tf.keras.layers.Input(shape=(None, n_mels)),
    tf.keras.layers.LSTM(24, return_sequences=True),
    tf.keras.layers.LSTM(16),
    tf.keras.layers.Dense(n_words, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

print("fitting on", len(recordings), "recordings")
model.fit(VoiceSequence(recordings, spoken, 6), epochs=1)
