# line 22 (also 26): warning: exclusive classes with sigmoid and binary_crossentropy, the outputs do not sum to 1
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(14)
TOPICS = ["bill", "outage", "move", "speed", "cancel", "praise"]
VOCAB, LENGTH = 200, 18

gen = np.random.default_rng(9)
topic = gen.integers(0, len(TOPICS), 1500)
calls = gen.integers(1, VOCAB, (1500, LENGTH))
for row, t in enumerate(topic):
    spots = gen.choice(LENGTH, 4, replace=False)
    calls[row, spots] = 1 + t * 10 + gen.integers(0, 10, 4)
answers = keras.utils.to_categorical(topic, len(TOPICS))

words = keras.Input((LENGTH,), dtype="int32")
x = layers.Embedding(VOCAB, 16)(words)
x = layers.Bidirectional(layers.LSTM(16))(x)
x = layers.Dropout(0.2)(x)
topics = layers.Dense(len(TOPICS), activation="sigmoid")(x)
sorter = keras.Model(words, topics)
sorter.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
sorter.fit(calls[:1200], answers[:1200], epochs=2, batch_size=32, verbose=0)

shares = sorter.predict(calls[1200:], verbose=0)
off = np.abs(shares.sum(axis=1) - 1).mean()
hit = (shares.argmax(axis=1) == topic[1200:]).mean()
print("hits", round(float(hit), 3), "shares miss a sum of 1 by", round(float(off), 4))
