# expect: line 33 (also 30): the file name asks for val_acc, the logs hold val_accuracy: KeyError at the end of the first epoch (error)
import os
import numpy as np
from keras import layers, models
from keras.callbacks import ModelCheckpoint

os.makedirs("ckpt", exist_ok=True)

rng = np.random.default_rng(8)
NUM_CLASSES = 4


def gestures(n):
    y = rng.integers(0, NUM_CLASSES, n)
    phase = np.linspace(0, 2 * np.pi, 40)
    x = np.stack([np.sin(phase * (k + 1)) for k in y])[..., None]
    return x + rng.normal(scale=0.4, size=x.shape), y


x_train, y_train = gestures(200)
x_val, y_val = gestures(50)
x_test, y_test = gestures(50)

model = models.Sequential([
    layers.Input((40, 1)),
    layers.GRU(32),
    layers.Dense(NUM_CLASSES, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])

checkpoint = ModelCheckpoint(
    filepath="ckpt/gru-{epoch:02d}-{val_acc:.2f}.keras",
    monitor="val_loss",
    save_best_only=True,
    verbose=1,
)
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=2,
          batch_size=32, callbacks=[checkpoint], verbose=2)

newest = sorted(os.listdir("ckpt"))[-1]
best = models.load_model(os.path.join("ckpt", newest))
print(newest, best.evaluate(x_test, y_test, verbose=0))
