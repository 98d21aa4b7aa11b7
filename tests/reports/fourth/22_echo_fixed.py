import numpy as np
import pandas as pd
from tensorflow.keras.layers import Dense, Input, SimpleRNN
from tensorflow.keras.models import Sequential

# pump signal x and the flow y that answers it two samples later
df = pd.read_csv("pump.csv")
cut = int(len(df) * 0.8)
lo, hi = df["x"][:cut].min(), df["x"][:cut].max()
x = ((df["x"] - lo) / (hi - lo)).to_numpy("float32")
y = ((df["y"] - lo) / (hi - lo)).to_numpy("float32")

STEPS = 5
win = np.lib.stride_tricks.sliding_window_view(x, STEPS)[..., np.newaxis]
y = y[STEPS - 1:]
cut -= STEPS - 1
xtrain, xtest = win[:cut], win[cut:]
ytrain, ytest = y[:cut], y[cut:]

model = Sequential()
model.add(Input(shape=xtrain.shape[1:]))
model.add(SimpleRNN(16))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(xtrain, ytrain, epochs=100, batch_size=32, validation_split=0.1, verbose=0)

pred = model.predict(xtest)[:, 0]
print("rmse", np.sqrt(np.mean((pred - ytest) ** 2)), "spread of predictions", pred.std())
