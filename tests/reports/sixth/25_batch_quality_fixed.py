# the same work with the smallest change
import numpy as np
from sklearn.model_selection import train_test_split
import keras
from keras.layers import Dense, Dropout, LSTM

keras.utils.set_random_seed(17)
rng = np.random.default_rng(17)

# one file a run: thirteen process values, one line a second
runs = rng.normal(0, 0.5, size=(240, 30, 13)).astype("float32")
ok = (rng.random(240) < 0.5).astype("float32")
runs[:, :, 2] += np.where(ok[:, None] > 0, 0.8, -0.8)

x_train, x_test, y_train, y_test = train_test_split(
    runs, ok, test_size=0.25, random_state=1, stratify=ok)

model = keras.Sequential()
model.add(keras.Input(shape=runs.shape[1:]))
model.add(LSTM(16))
model.add(Dropout(0.2))
model.add(Dense(1, activation="sigmoid"))

model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01),
              metrics=["accuracy"])
model.fit(x_train, y_train, epochs=2, batch_size=20, verbose=0)

loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print("accuracy", accuracy, "loss", loss)
print(model.predict(x_test[:6], verbose=0).ravel())
