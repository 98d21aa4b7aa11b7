# the same work with the smallest change
import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model, layers

batch, steps, channels, reservoir = 4, 5, 3, 30

inputs = Input(shape=(steps, channels), batch_size=batch)
rnn = layers.SimpleRNN(
    reservoir,
    stateful=True,
    return_sequences=False,
    recurrent_initializer=tf.keras.initializers.Orthogonal(gain=0.9),
    trainable=False,
    name="reservoir",
)
features = rnn(inputs)
outputs = layers.Dense(channels, name="readout")(features)
model = Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")

t = np.arange(0, 60, 0.1)
waves = np.stack([np.sin(t), np.cos(t), np.sin(2 * t)], axis=-1).astype("float32")
X = np.stack([waves[i:i + steps] for i in range(len(waves) - steps)])
y = waves[steps:]
full = len(X) // batch * batch
model.fit(X[:full], y[:full], batch_size=batch, epochs=2, shuffle=False, verbose=0)

rnn.reset_states()
trajectory = X[-1:]
prediction = model(np.repeat(trajectory, batch, axis=0))
print("next value:", prediction[0].numpy(), "true:", y[-1])
