# expect: line 14: ReduceLROnPlateau sets the learning rate, which is an ExponentialDecay schedule here and cannot be set; use one of the two (error)
import numpy as np
from tensorflow import keras

x = np.random.rand(300, 14, 3)
y = np.random.rand(300, 1)

schedule = keras.optimizers.schedules.ExponentialDecay(2e-3, decay_steps=500, decay_rate=0.9)
model = keras.Sequential([keras.Input((14, 3)), keras.layers.LSTM(24), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(schedule), loss="mae")

callbacks = [
    keras.callbacks.EarlyStopping(patience=6, restore_best_weights=True),
    keras.callbacks.ReduceLROnPlateau(patience=1, factor=0.5, min_delta=0.02),
]
model.fit(x[:240], y[:240], validation_data=(x[240:], y[240:]), epochs=30, callbacks=callbacks)
