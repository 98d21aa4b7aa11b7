# fixed twin of 29_scan_by_scan.py
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import (Conv3D, Dense, Flatten, Input, LSTM,
                                     MaxPooling3D, TimeDistributed)

T, D = 3, 10
REGIONS = 4
rng = np.random.default_rng(13)


def load_scan(i):
    """one subject: T volumes of DxDxD and the region that lights up"""
    region = int(rng.integers(0, REGIONS))
    vol = rng.normal(size=(T, D, D, D, 1)).astype("float32")
    vol[:, 2 * region:2 * region + 2] += 1.5
    return vol, region


model = Sequential()
model.add(Input((T, D, D, D, 1)))
model.add(TimeDistributed(Conv3D(4, kernel_size=(3, 3, 3), activation="relu")))
model.add(TimeDistributed(MaxPooling3D(pool_size=(2, 2, 2))))
model.add(TimeDistributed(Flatten()))
model.add(LSTM(16, return_sequences=True))
model.add(LSTM(16))
model.add(Dense(REGIONS, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam",
              metrics=["accuracy"])

# volumes are large, feed the subjects one at a time
for epoch in range(2):
    losses = []
    for subject in range(6):
        volume, region = load_scan(subject)
        x = volume[np.newaxis]
        y = np.array([region])
        loss, acc = model.train_on_batch(x, y)
        losses.append(float(loss))
    print("epoch", epoch, "mean loss %.3f" % np.mean(losses))

volume, region = load_scan(99)
print("predicted", model.predict(volume[np.newaxis], verbose=0).argmax(), "true", region)
