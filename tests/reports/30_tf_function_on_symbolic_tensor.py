# expect: line 24: tf.exp on a symbolic Keras tensor raises in Keras 3; compute the latent loss inside a layer and add it there with add_loss (error)
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, layers

T, F, LATENT = 20, 4, 6
beats = np.random.normal(size=(200, T, F)).astype("float32")


class Sampling(layers.Layer):
    def call(self, inputs):
        mean, log_var = inputs
        return mean + tf.exp(log_var / 2) * tf.random.normal(tf.shape(log_var))


inputs = layers.Input((T, F))
h = layers.LSTM(32)(inputs)
mean = layers.Dense(LATENT)(h)
log_var = layers.Dense(LATENT)(h)
z = layers.RepeatVector(T)(Sampling()([mean, log_var]))
back = layers.TimeDistributed(layers.Dense(F))(layers.LSTM(32, return_sequences=True)(z))
vae = Model(inputs, back)

latent_loss = -0.5 * tf.reduce_sum(1 + log_var - tf.exp(log_var) - tf.square(mean), axis=-1)
vae.add_loss(tf.reduce_mean(latent_loss) / (T * F))
vae.compile(loss="mse", optimizer="adam")
vae.fit(beats, beats, epochs=10, batch_size=50)
