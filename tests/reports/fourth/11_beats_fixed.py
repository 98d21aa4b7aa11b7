import numpy as np
from sklearn.model_selection import GroupShuffleSplit
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import LSTM, Bidirectional, Dense, Dropout, Input
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import to_categorical

n_units, label_size = 100, 2

# one heart beat = 15 steps x 4 leads, label 0 normal / 1 ectopic
x = np.load("beats.npy").astype("float32")
labels = np.load("beat_labels.npy")
patient = np.load("beat_patient.npy")

splitter = GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=0)
train_idx, val_idx = next(splitter.split(x, labels, groups=patient))
scale = np.abs(x[train_idx]).max(axis=(0, 1))
x = x / scale
y = to_categorical(labels, label_size)

model = Sequential()
model.add(Input(shape=(x.shape[1], x.shape[2])))
model.add(Bidirectional(LSTM(n_units // 2)))
model.add(Dropout(0.2))
model.add(Dense(label_size, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
print(model.output_shape)

model.fit(x[train_idx], y[train_idx], batch_size=32, epochs=25,
          validation_data=(x[val_idx], y[val_idx]),
          callbacks=[EarlyStopping(patience=4, restore_best_weights=True)])
model.save("beats_bilstm.keras")
