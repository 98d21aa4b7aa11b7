# fixed twin of 71_metric_that_counts_rows.py
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def rank_score(y_true, y_pred):
    return tf.reduce_mean(tf.cast(y_pred > 0.5, tf.float32))


maxlen = 24
query = tf.keras.Input((maxlen,), dtype="int32", name="query")
title = tf.keras.Input((maxlen,), dtype="int32", name="title")
embed = layers.Embedding(900, 24, mask_zero=True)
read = layers.LSTM(24)
score = layers.Dot(axes=1, normalize=True)([read(embed(query)), read(embed(title))])
good = layers.Dense(1, activation="sigmoid", name="good")(score)
model = tf.keras.Model([query, title], good)
model.compile("adam", "binary_crossentropy", metrics=[rank_score])
q = np.random.randint(1, 900, (128, maxlen))
t = np.random.randint(1, 900, (128, maxlen))
model.fit([q, t], np.random.randint(0, 2, (128, 1)), epochs=3, batch_size=32)
