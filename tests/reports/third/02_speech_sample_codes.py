import numpy as np
from tensorflow.keras.models import Model
from tensorflow.keras.layers import Input, Embedding, GRU, Dense
from tensorflow.keras import losses, optimizers

LEVELS, T = 64, 80

# one minute of a slow, noisy tone in mu-law like steps
rng = np.random.default_rng(6)
t = np.arange(24000)
wave = 0.6 * np.sin(t / 9.0) + 0.3 * np.sin(t / 31.0) + rng.normal(0, 0.02, t.size)
codes = np.clip(((wave + 1) / 2 * LEVELS).astype(int), 0, LEVELS - 1)


def segments(c):
    n = (len(c) - 1) // T
    return c[:n * T].reshape(n, T), c[1:n * T + 1].reshape(n, T)


x_train, y_train = segments(codes[:18000])
x_val, y_val = segments(codes[18000:21000])
x_test, y_test = segments(codes[21000:])


def lpc_like_net(units=48):
    pcm = Input(shape=(None,))
    e = Embedding(LEVELS, 16)(pcm)
    g = GRU(units, return_sequences=True)(e)
    prob = Dense(LEVELS, name="dual_fc")(g)
    return Model(pcm, prob)


model = lpc_like_net()
model.compile(optimizer=optimizers.Adam(2e-3),
              loss=losses.SparseCategoricalCrossentropy(),
              metrics=["sparse_categorical_accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=16,
          validation_data=(x_val, y_val), verbose=2)
print("test:", model.evaluate(x_test, y_test, verbose=0))
