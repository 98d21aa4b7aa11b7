# the same work with the smallest change
import numpy as np
import tensorflow as tf
import keras
from keras import layers

WIDTH, HEIGHT, SIGNS, MAX_TEXT = 64, 16, 10, 5


def plates(count, seed):
    rng = np.random.default_rng(seed)
    length = rng.integers(3, MAX_TEXT + 1, count)
    text = rng.integers(0, SIGNS, (count, MAX_TEXT))
    image = rng.random((count, WIDTH, HEIGHT, 1)).astype("float32") * 0.1
    for n in range(count):
        for k in range(length[n]):
            image[n, k * 12:k * 12 + 10, text[n, k]] = 1.0
    return image, text, length.reshape(-1, 1)


def reader():
    image = keras.Input((WIDTH, HEIGHT, 1))
    h = layers.Conv2D(8, 3, padding="same", activation="relu")(image)
    h = layers.MaxPooling2D(2)(h)
    h = layers.Conv2D(8, 3, padding="same", activation="relu")(h)
    h = layers.MaxPooling2D(2)(h)
    h = layers.Reshape((WIDTH // 4, -1))(h)
    h = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(h)
    return keras.Model(image, layers.Dense(SIGNS + 1, activation="softmax")(h))


keras.utils.set_random_seed(60)
model = reader()
optimizer = keras.optimizers.Adam(0.003)
image, text, text_length = plates(64, seed=0)
input_length = np.full((16, 1), WIDTH // 4)

for epoch in range(2):
    losses = []
    for start in range(0, 64, 16):
        part = slice(start, start + 16)
        with tf.GradientTape() as tape:
            guess = model(image[part], training=True)
            loss = tf.reduce_mean(tf.keras.backend.ctc_batch_cost(text[part], guess, input_length, text_length[part]))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        losses.append(float(loss))
    print("epoch", epoch, "loss", round(float(np.mean(losses)), 3))
