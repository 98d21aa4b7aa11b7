# line 38: error. The stateful model was built for batches of 12 piers and cannot be asked for one pier alone; give the weights to a copy built with batch size 1 for the live forecast.
import numpy as np
import keras
from keras.layers import LSTM, Dense

keras.utils.set_random_seed(61)
PIERS, PIECE, PIECES = 12, 8, 40


def queue_model(batch):
    model = keras.Sequential([
        keras.Input(batch_shape=(batch, PIECE, 1)),
        LSTM(16, stateful=True),
        Dense(1),
    ])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(5e-3))
    return model


# share of the waiting room taken at twelve piers, every ten minutes
rng = np.random.default_rng(61)
t = np.arange(PIECE * PIECES + 1)
phase = rng.uniform(0, 6, (PIERS, 1))
cars = 0.4 + 0.25 * np.sin(2 * np.pi * t / 36 + phase) + rng.normal(0, 0.02, (PIERS, t.size))

# piece after piece; row p of a batch always goes on where row p of the last one stopped
x = np.concatenate([cars[:, k * PIECE:(k + 1) * PIECE] for k in range(PIECES)])[..., None]
y = np.concatenate([cars[:, (k + 1) * PIECE] for k in range(PIECES)])
cut = 30 * PIERS

trained = queue_model(PIERS)
for epoch in range(8):
    trained.fit(x[:cut], y[:cut], batch_size=PIERS, epochs=1, shuffle=False, verbose=0)
    trained.layers[0].reset_state()

live = trained
x_pier, y_pier = x[cut::PIERS], y[cut::PIERS]
answer = live.predict(x_pier, batch_size=1, verbose=0)
print("mean miss", float(np.abs(answer[:, 0] - y_pier).mean()))
