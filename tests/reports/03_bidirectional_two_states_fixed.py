# fixed twin of 03_bidirectional_two_states.py
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

UNITS = 24
context = tf.keras.Input((12,), name="context")
steps = tf.keras.Input((18, 6), name="steps")
h0 = layers.Dense(UNITS, activation="tanh")(context)
c0 = layers.Dense(UNITS, activation="tanh")(context)

reader = layers.Bidirectional(layers.LSTM(UNITS, return_sequences=True))
sequence = reader(steps, initial_state=[h0, c0, h0, c0])
pooled = layers.GlobalMaxPooling1D()(sequence)
score = layers.Dense(1, activation="sigmoid")(pooled)
model = tf.keras.Model([context, steps], score)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])

who = np.random.normal(size=(200, 12)).astype("float32")
moves = np.random.normal(size=(200, 18, 6)).astype("float32")
won = np.random.randint(0, 2, (200, 1))
model.fit([who, moves], won, epochs=5, validation_split=0.2)
