import numpy as np
from sklearn.metrics import r2_score
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Input, LSTM, TimeDistributed, Dense

SAMPLES, STEPS, SENSORS = 300, 32, 3
rs = np.random.RandomState(14)
X = rs.rand(SAMPLES, STEPS, SENSORS).astype("float32")
Y = (X[:, :, 0].mean(axis=1) + 0.5 * X[:, -5:, 1].mean(axis=1)).reshape(-1, 1).astype("float32")
X_train, X_test = X[:240], X[240:]
Y_train, Y_test = Y[:240], Y[240:]

print("Building model...")
model = Sequential()
model.add(Input(shape=(STEPS, SENSORS)))
model.add(LSTM(32, return_sequences=True))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")

print("Training...")
model.fit(X_train, Y_train, batch_size=20, epochs=4, validation_split=0.1, verbose=0)

wear = model.predict(X_test, verbose=0)
print("R2 on the held-out engines:", r2_score(Y_test, wear))
