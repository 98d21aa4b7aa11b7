# expect: LL203
"""Outputs are NaN from the first prediction on: an exponential fed back sixty times."""
import tensorflow as tf

growth = tf.keras.activations.exponential
days = tf.keras.Input((60, 1))
state = tf.keras.layers.LSTM(16, activation=growth)(days)
model = tf.keras.Model(days, tf.keras.layers.Dense(1)(state))
