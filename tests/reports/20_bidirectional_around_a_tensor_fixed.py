# fixed twin of 20_bidirectional_around_a_tensor.py
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Conv2D, Dense, Input, Reshape

img = Input(shape=(24, 9, 1))
maps = Conv2D(6, 3, padding="same", activation="relu")(img)
rl = Reshape((24, 9 * 6))(maps)
lstm = tf.keras.layers.Bidirectional(
    tf.keras.layers.LSTM(
        32,
        activation="tanh",
        recurrent_initializer=tf.keras.initializers.Orthogonal(),
        dropout=0.3,
        return_sequences=True,
    )
)(rl)
last = tf.keras.layers.GlobalAveragePooling1D()(lstm)
model = tf.keras.Model(img, Dense(2, activation="softmax")(last))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(np.random.rand(64, 24, 9, 1), np.random.randint(0, 2, 64), epochs=3)
