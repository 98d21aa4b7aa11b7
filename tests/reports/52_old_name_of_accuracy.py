# expect: line 18: the logs have val_accuracy, not val_acc: Keras 3 then saves at every epoch, so best.keras is the last model, and early stopping never acts (warning)
import numpy as np
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import LSTM, Dense, Dropout, Input
from keras.models import Sequential

frames = np.random.rand(150, 12, 64).astype("float32")
label = np.eye(5)[np.random.randint(0, 5, 150)]

model = Sequential([
    Input((12, 64)),
    LSTM(48),
    Dropout(0.4),
    Dense(5, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
callbacks = [
    ModelCheckpoint("best.keras", monitor="val_acc", mode="max", save_best_only=True),
    EarlyStopping(monitor="val_acc", mode="max", patience=10),
]
model.fit(frames[:120], label[:120], validation_data=(frames[120:], label[120:]),
          epochs=50, batch_size=30, callbacks=callbacks)
