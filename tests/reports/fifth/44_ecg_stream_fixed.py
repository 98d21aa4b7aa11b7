import numpy as np
import tensorflow as tf

CHUNK = 20


def recording(level, n=400, seed=0):
    """The task: running mean of everything since the start of the recording."""
    x = np.random.default_rng(seed).normal(level, 0.5, n)
    y = np.cumsum(x) / np.arange(1, n + 1)
    return x.reshape(-1, CHUNK, 1).astype("float32"), y.reshape(-1, CHUNK, 1).astype("float32")


patient = tf.keras.Sequential([
    tf.keras.Input(batch_shape=(1, CHUNK, 1)),
    tf.keras.layers.LSTM(12, stateful=True, return_sequences=True),
    tf.keras.layers.Dense(1),
])
patient.compile(loss="mse", optimizer=tf.keras.optimizers.Adam(0.01))

for epoch in range(4):
    for k, level in enumerate([-1.5, -0.5, 0.5, 1.5]):
        chunks, means = recording(level, seed=10 * epoch + k)
        patient.layers[0].reset_states()
        patient.fit(chunks, means, batch_size=1, epochs=1, shuffle=False, verbose=0)

new_chunks, new_means = recording(-1.5, n=60, seed=99)
patient.layers[0].reset_states()
estimate = patient.predict(new_chunks, batch_size=1, verbose=0)
print("mean error on the new patient:", np.abs(estimate - new_means).mean(),
      "in the first second:", np.abs(estimate - new_means)[0].mean())
