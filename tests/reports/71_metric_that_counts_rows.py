# expect: line 10: inside the graph the shape of y_pred[y_pred > 0.5] is not known and .shape[0] is None; count with tf.reduce_sum over the comparison (error)
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def rank_score(y_true, y_pred):
    right = y_pred[y_pred > 0.5].shape[0]
    lost = y_pred[y_pred <= 0.5].shape[0]
    return right / (right + lost)


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
