# the same work with the smallest change
import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau

path_checkpoint = "test.keras"
SEQUENCES = 50
TIME_STEPS = 10
VOCABULARY = 100

rng = np.random.default_rng(0)
x = rng.integers(0, VOCABULARY, size=(SEQUENCES, TIME_STEPS))
y = (x.mean(axis=1) / VOCABULARY).reshape(-1, 1)

model = Sequential()
model.add(Embedding(VOCABULARY, 4))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(optimizer="rmsprop", loss="mse")

callbacks = [
    ModelCheckpoint(filepath=path_checkpoint, monitor="val_loss", save_best_only=True, verbose=1),
    EarlyStopping(monitor="val_loss", patience=5, verbose=1),
    ReduceLROnPlateau(monitor="val_loss", factor=0.1, min_lr=1e-4, patience=0, verbose=1),
]

model.fit(
    x,
    y,
    epochs=2,
    batch_size=5,
    validation_split=0.2,
    callbacks=callbacks,
    verbose=0,
)
print(model.evaluate(x, y, verbose=0))
