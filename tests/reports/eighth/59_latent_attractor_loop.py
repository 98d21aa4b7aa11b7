# line 39: error: one optimizer for two models in turn; one for each
import numpy as np
import tensorflow as tf
import keras
from keras import layers

T, LATENT = 20, 4
wave = np.sin(np.linspace(0, 40, 400)) + 0.05 * np.random.randn(400)
windows = np.stack([wave[i:i + 2 * T] for i in range(0, 360, 5)])
past = windows[:, :T, None].astype("float32")
ahead = windows[:, T:, None].astype("float32")
batches = tf.data.Dataset.from_tensor_slices((past, ahead)).batch(12)

encoder = keras.Sequential([
    keras.Input((T, 1)),
    layers.LSTM(12, return_sequences=True),
    layers.LSTM(LATENT),
    layers.BatchNormalization(),
])
decoder = keras.Sequential([
    keras.Input((LATENT,)),
    layers.RepeatVector(T),
    layers.LSTM(12, return_sequences=True),
    layers.TimeDistributed(layers.Dense(1)),
])

mse = keras.losses.MeanSquaredError()
optimizer = keras.optimizers.Adam(learning_rate=1e-3)


def train_step(x, y):
    with tf.GradientTape(persistent=True) as tape:
        code = encoder(x, training=True)
        guess = decoder(code, training=True)
        loss = mse(y, guess)
    enc_grads = tape.gradient(loss, encoder.trainable_variables)
    dec_grads = tape.gradient(loss, decoder.trainable_variables)
    optimizer.apply_gradients(zip(enc_grads, encoder.trainable_variables))
    optimizer.apply_gradients(zip(dec_grads, decoder.trainable_variables))
    return loss


for epoch in range(1):
    total = 0.0
    for x, y in batches:
        total += float(train_step(x, y))
    print(epoch, total)
