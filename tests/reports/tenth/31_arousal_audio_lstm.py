# line 28: error: Dense(2) gives two numbers a track, the target holds one arousal value per sample, shape (tracks, samples); the output layer must have X_train.shape[1] units (or the target be resampled).
import numpy as np
from keras.layers import LSTM, Conv1D, Dense, Dropout, Flatten, MaxPooling1D
from keras.models import Sequential
from keras.optimizers import Adam

tracks, samples = 8, 4800
rng = np.random.default_rng(17)
t = np.arange(samples) / 480.0
audio = np.stack([np.sin(2 * np.pi * f * t) for f in rng.uniform(3, 30, size=tracks)])
audio += 0.1 * rng.normal(size=audio.shape)
X_train = audio[..., np.newaxis].astype("float32")
kernel = np.ones(480) / 480
y_train_arousal = np.stack([np.convolve(np.abs(a), kernel, mode="same") for a in audio]).astype("float32")
print(X_train.shape, y_train_arousal.shape)

model_arousal = Sequential()
model_arousal.add(Conv1D(filters=16, kernel_size=40, strides=2, activation="tanh",
                         input_shape=(X_train.shape[1], 1)))
model_arousal.add(MaxPooling1D(pool_size=2))
model_arousal.add(Dropout(0.5))
model_arousal.add(Conv1D(filters=16, kernel_size=40, strides=2, activation="tanh"))
model_arousal.add(MaxPooling1D(pool_size=20))
model_arousal.add(Dropout(0.5))
model_arousal.add(LSTM(32, activation="tanh", return_sequences=True))
model_arousal.add(LSTM(32, activation="tanh", return_sequences=True))
model_arousal.add(Flatten())
model_arousal.add(Dense(2))

model_arousal.compile(loss="mse", optimizer=Adam(0.002), metrics=["mae"])
model_arousal.summary()
model_arousal.fit(X_train, y_train_arousal, batch_size=4, epochs=1, verbose=0)
print(model_arousal.predict(X_train[:1], verbose=0).shape)
