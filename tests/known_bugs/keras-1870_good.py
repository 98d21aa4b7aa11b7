import keras
import numpy as np

ROWS = 16
series = np.load("series.npy")
x = np.stack([series[i : i + 12] for i in range(len(series) - 12)])[..., np.newaxis]
y = series[12:]

model = keras.Sequential(
    [
        keras.Input(batch_shape=(ROWS, 12, 1)),
        keras.layers.LSTM(32, stateful=True),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mean_squared_error")
for _ in range(40):
    model.fit(x, y, batch_size=ROWS, epochs=1, shuffle=False, verbose=2)
    model.layers[0].reset_state()
