# expect: line 16: fit() has no validation data, so val_loss never exists and early stopping cannot act; give validation_split or validation_data (warning)
import numpy as np
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import GRU, Dense, Input
from tensorflow.keras.models import Sequential

X_train = np.random.normal(size=(200, 30, 4))
Y_train = np.random.normal(size=(200, 1))

model = Sequential()
model.add(Input(shape=(30, 4)))
model.add(GRU(24))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")

early_stopping = EarlyStopping(monitor="val_loss", patience=10)
history = model.fit(X_train, Y_train, epochs=200, batch_size=20, callbacks=[early_stopping])
