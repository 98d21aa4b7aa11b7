# expect: line 19: Keras 3 models have no reset_states(); call reset_state() of the LSTM layer (error)
import numpy as np
import tensorflow as tf

batch_size, sequence_length, num_features = 16, 5, 1
samples = 96
X = np.random.rand(samples, sequence_length, num_features)
Y = np.random.rand(samples, 1)

memory = tf.keras.layers.LSTM(12, stateful=True)
model = tf.keras.Sequential([
    tf.keras.Input(batch_shape=(batch_size, sequence_length, num_features)),
    memory,
    tf.keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
for epoch in range(3):
    model.fit(X, Y, batch_size=batch_size, epochs=1, shuffle=False)
    model.reset_states()
