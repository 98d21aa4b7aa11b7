import numpy as np
import tensorflow as tf

model = tf.keras.models.Sequential(
    [
        tf.keras.layers.LSTM(64, input_shape=(24, 3)),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.LSTM(64),
        tf.keras.layers.LSTM(32, return_sequences=True),
        tf.keras.layers.Dense(1),
    ]
)
model.compile(optimizer=tf.keras.optimizers.legacy.Adam(0.001), loss="mse", metrics="mae")
model.fit(np.random.rand(64, 24, 3), np.random.rand(64, 1), epochs=1)
