import numpy as np
import tensorflow as tf

ROWS, STEPS, LENGTH, EPOCHS = 8, 10, 60, 50
rng = np.random.default_rng(55)

# eight meters, every one starts at zero and sums up its pulses
pulses = (rng.random((ROWS, LENGTH, 1)) < 0.3).astype("float32")
meter = np.cumsum(pulses, axis=1) / 10.0
test_pulses = (rng.random((ROWS, LENGTH, 1)) < 0.3).astype("float32")
test_meter = np.cumsum(test_pulses, axis=1) / 10.0

gru = tf.keras.layers.GRU(16, return_sequences=True, stateful=True)
model = tf.keras.Sequential([tf.keras.Input(batch_shape=(ROWS, STEPS, 1)), gru, tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.Adam(0.01)
loss_fn = tf.keras.losses.MeanSquaredError()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


for epoch in range(EPOCHS):
    losses = [train_step(pulses[:, s:s + STEPS], meter[:, s:s + STEPS]) for s in range(0, LENGTH, STEPS)]
print("last training loss", float(np.mean(losses)))

gru.reset_states()
errors = [loss_fn(test_meter[:, s:s + STEPS], model(test_pulses[:, s:s + STEPS])) for s in range(0, LENGTH, STEPS)]
print("test mse", float(np.mean(errors)))
