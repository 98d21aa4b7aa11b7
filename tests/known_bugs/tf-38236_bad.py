# expect: LL211
"""One training epoch takes 25 times as long since recurrent dropout was switched on."""
import tensorflow as tf

tokens = tf.keras.Input((200,), dtype="int32")
x = tf.keras.layers.Embedding(20_000, 128)(tokens)
x = tf.keras.layers.LSTM(128, recurrent_dropout=0.1)(x)
model = tf.keras.Model(tokens, tf.keras.layers.Dense(1, activation="sigmoid")(x))
model.compile("adam", "binary_crossentropy")
