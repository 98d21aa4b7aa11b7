# the same work with the smallest change
import numpy as np
import keras
from keras import layers

POSTS, WORDS, VOCAB = 9, 7, 200
keras.utils.set_random_seed(55)
rng = np.random.default_rng(55)

threads = rng.integers(1, VOCAB, size=(48, POSTS, WORDS))
n_real = rng.integers(3, POSTS + 1, size=48)
for row, n in zip(threads, n_real):
    row[n:] = 0
stance = keras.utils.to_categorical(threads[:, 0, 0] % 3, 3)

# posts after the last real one must not count
counts = np.arange(POSTS) < n_real[:, None]
importance = counts.mean(axis=1).astype("float32")

posts = keras.Input((POSTS, WORDS), dtype="int32")
vectors = layers.Embedding(VOCAB, 10)(posts)
post_codes = layers.TimeDistributed(layers.LSTM(8))(vectors)
thread_code = layers.LSTM(8)(post_codes)
answer = layers.Dense(3, activation="softmax")(thread_code)

judge = keras.Model(posts, answer)
judge.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
judge.fit(
    threads, stance,
    batch_size=16, epochs=1, verbose=0,
    sample_weight=importance,
)
print(judge.predict(threads[:3], verbose=0).round(2))
