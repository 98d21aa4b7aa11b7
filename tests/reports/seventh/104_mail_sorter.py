# line 21 (also 18, 30): error: the labels are a plain Python list, fit takes arrays; np.array around it
import numpy as np
import keras
from keras import Model
from keras.layers import LSTM, Bidirectional, Dense, Dropout, Input

keras.utils.set_random_seed(41)
rng = np.random.default_rng(41)

# weights of ten letters that pass a sorter; is one of them a parcel?
rows, labels = [], []
for _ in range(400):
    letters = rng.gamma(3, 0.05, 10)
    parcel = int(rng.random() < 0.5)
    if parcel:
        letters[rng.integers(0, 10)] += 0.8
    rows.append(letters)
    labels.append(parcel)

data = np.array(rows).reshape(400, 10, 1)
Y = labels

belt = Input(shape=(10, 1))
h = Bidirectional(LSTM(units=16))(belt)
h = Dense(8, activation="relu")(h)
h = Dropout(0.2)(h)
out = Dense(1, activation="sigmoid")(h)
sorter = Model(inputs=belt, outputs=out)
sorter.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(5e-3), metrics=["accuracy"])
sorter.fit(data[:320], Y[:320], epochs=6, batch_size=20, verbose=0)
print("accuracy", round(sorter.evaluate(data[320:], Y[320:], verbose=0)[1], 3))
