# expect: LL110
import tensorflow as tf
from tensorflow.keras import layers

model = tf.keras.Sequential(
    [
        tf.keras.Input(shape=(None, 13)),
        layers.Masking(mask_value=0.0),
        layers.LSTM(64, stateful=True),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy")
