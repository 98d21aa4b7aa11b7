import os
import numpy as np
from tensorflow.keras import Sequential, Input
from tensorflow.keras.layers import LSTM, Dropout, Dense
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.optimizers import Adam

EPOCHS, BATCH_SIZE = 8, 20
rng = np.random.default_rng(18)


def ticks(n):
    x = rng.normal(size=(n, 12, 3)).astype("float32")
    return x, (x[:, -1, 0] + 1.5 * rng.normal(size=n) > 0).astype("float32")


train_x, train_y = ticks(100)
validation_x, validation_y = ticks(80)

model = Sequential([Input((12, 3)), LSTM(24), Dropout(0.2), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.02), metrics=["accuracy"])

os.makedirs("models", exist_ok=True)
filepath = "RNN_Final-{epoch:02d}"
checkpoint = ModelCheckpoint("models/{}.keras".format(filepath, monitor="val_loss", save_best_only=True, mode="min"))

model.fit(train_x, train_y, batch_size=BATCH_SIZE, epochs=EPOCHS, verbose=0,
          validation_data=(validation_x, validation_y), callbacks=[checkpoint])
print("val_loss", [round(float(v), 3) for v in model.history.history["val_loss"]])
print("saved:", sorted(os.listdir("models")))
