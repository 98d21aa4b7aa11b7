import tensorflow as tf

model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((28, 14)),
        tf.keras.layers.LSTM(100),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
