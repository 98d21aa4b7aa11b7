import json
import numpy as np
import keras
from keras import layers

# every trip: a list of [speed, rpm] readings, as long as the trip was
train_trips = json.load(open("trips_2021.json"))
valid_trips = json.load(open("trips_2022.json"))

top = np.max([r for t in train_trips for r in t["readings"]], axis=0)


def prepare(trips):
    x = [(np.array(t["readings"]) / top).tolist() for t in trips]
    x = keras.utils.pad_sequences(x, dtype="float32", padding="post", value=-1.0)
    y = np.array([t["litres"] for t in trips], dtype="float32")
    return x, y


train_x, train_y = prepare(train_trips)
valid_x, valid_y = prepare(valid_trips)

model = keras.Sequential([
    keras.Input(shape=(None, 2)),
    layers.Masking(mask_value=-1.0),
    layers.LSTM(50),
    layers.Dense(20, activation="relu"),
    layers.Dense(1),
])
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
model.fit(train_x, train_y, batch_size=16, epochs=40,
          validation_data=(valid_x, valid_y),
          callbacks=[keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)])
model.save("fuel.keras")
