# expect: LL401
"""Two classes, and every prediction is 1."""
import tensorflow as tf

model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((28, 14)),
        tf.keras.layers.LSTM(100),
        tf.keras.layers.Dense(1, activation="softmax"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
