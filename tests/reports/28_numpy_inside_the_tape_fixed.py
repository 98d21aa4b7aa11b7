# fixed twin of 28_numpy_inside_the_tape.py
import numpy as np
import tensorflow as tf

heart = np.random.normal(size=(128, 30, 2)).astype("float32")
rate = np.random.normal(size=(128, 1)).astype("float32")

model = tf.keras.Sequential([
    tf.keras.Input((30, 2)),
    tf.keras.layers.GRU(16),
    tf.keras.layers.Dense(1),
])
optimizer = tf.keras.optimizers.Adam(1e-3)

for start in range(0, 128, 32):
    x, y = heart[start:start + 32], rate[start:start + 32]
    with tf.GradientTape() as tape:
        guess = model(x, training=True)
        loss = tf.reduce_mean((y - guess) ** 2)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    print(float(loss))
