import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dropout, Dense
from tensorflow.keras.callbacks import EarlyStopping

# 128-step windows of a waist-worn phone, 9 channels, six activities.
# The three parts hold different people.
X_train, y_train = np.load("har_train_x.npy"), np.load("har_train_y.npy")
X_val, y_val = np.load("har_val_x.npy"), np.load("har_val_y.npy")
X_test, y_test = np.load("har_test_x.npy"), np.load("har_test_y.npy")

mean = X_train.mean(axis=(0, 1))
std = X_train.std(axis=(0, 1)) + 1e-7
X_train = (X_train - mean) / std
X_val = (X_val - mean) / std
X_test = (X_test - mean) / std

model = Sequential()
model.add(Input(shape=X_train.shape[1:]))
model.add(LSTM(64, return_sequences=True))
model.add(Dropout(0.3))
model.add(LSTM(32))
model.add(Dense(6, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam",
              metrics=["accuracy"])
model.summary()

stop = EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
model.fit(X_train, y_train, epochs=40, batch_size=64,
          validation_data=(X_val, y_val), callbacks=[stop])
print("test accuracy", model.evaluate(X_test, y_test, verbose=0)[1])
