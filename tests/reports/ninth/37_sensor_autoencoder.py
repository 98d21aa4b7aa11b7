# line 24: warning: accuracy says nothing for a regression (an autoencoder trained with mae on continuous values): it counts exact hits and stays at about 0; drop it or watch mae/mse
import numpy as np
from tensorflow.keras import optimizers
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

timesteps = 32
dim = 1

signal = np.loadtxt("accelerometer.txt")
signal = (signal - signal.min()) / (signal.max() - signal.min())
usable = len(signal) // timesteps * timesteps
data = signal[:usable].reshape(-1, timesteps, dim)
split = int(len(data) * 0.8)
train, valid = data[:split], data[split:]
print(train.shape, valid.shape)

model = Sequential()
model.add(LSTM(50, input_shape=(timesteps, dim), return_sequences=True))
model.add(Dense(dim))

optimizer = optimizers.Nadam(learning_rate=0.001)
model.compile(loss="mae", optimizer=optimizer, metrics=["accuracy"])
model.summary()

stopper = EarlyStopping(monitor="val_loss", min_delta=0.001, patience=15, restore_best_weights=True)
history = model.fit(
    train, train,
    validation_data=(valid, valid),
    epochs=20, batch_size=64, verbose=2,
    shuffle=False, callbacks=[stopper],
).history

for name in history:
    print(name, history[name][0], "->", history[name][-1])

restored = model.predict(valid, verbose=0)
error = np.mean(np.abs(restored - valid), axis=(1, 2))
threshold = error.mean() + 3 * error.std()
print("anomalous windows:", int((error > threshold).sum()))
