import keras
import numpy as np

BATCH = 32
x, y = np.zeros((992, 10, 4)), np.zeros((992, 1))
model = keras.Sequential(
    [
        keras.Input(batch_shape=(BATCH, 10, 4)),
        keras.layers.LSTM(20, stateful=True),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, batch_size=BATCH, epochs=1, shuffle=False)
