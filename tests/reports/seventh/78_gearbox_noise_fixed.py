# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops

STEPS, LATENT, BATCH = 20, 2, 32


class Draw(layers.Layer):
    """Draws a point of the latent space and adds the KL divergence as a loss."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed = keras.random.SeedGenerator(7)

    def call(self, inputs):
        mean, log_var = inputs
        kl = 1 + log_var - ops.square(mean) - ops.exp(log_var)
        self.add_loss(-0.005 * ops.mean(ops.sum(kl, axis=-1)))
        noise = keras.random.normal(ops.shape(mean), seed=self.seed)
        return mean + ops.exp(0.5 * log_var) * noise


def gearbox_vae():
    sound = keras.Input(shape=(STEPS, 1))
    code = layers.LSTM(24)(sound)
    mean = layers.Dense(LATENT)(code)
    log_var = layers.Dense(LATENT)(code)
    point = Draw()([mean, log_var])
    x = layers.RepeatVector(STEPS)(point)
    x = layers.LSTM(24, return_sequences=True)(x)
    again = layers.TimeDistributed(layers.Dense(1))(x)
    vae = keras.Model(sound, again)
    vae.compile(optimizer="adam", loss="mse")
    return vae


def main():
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(7)
    phase = rng.uniform(0, 6.28, (200, 1))
    sounds = np.sin(np.linspace(0, 12, STEPS) + phase)[..., None].astype("float32")
    healthy, fresh = sounds[:168], sounds[168:]
    vae = gearbox_vae()
    vae.fit(healthy, healthy, batch_size=BATCH, epochs=2, verbose=0)
    print("reconstruction", round(vae.evaluate(fresh, fresh, batch_size=BATCH, verbose=0), 3))


main()
