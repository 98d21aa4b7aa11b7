# line 31 (also 16, 25): error: an Embedding looks up whole numbers from 0; of standardised measurements it cuts the decimals, they go into the RNN directly
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from keras import Sequential, Input, utils
from keras.layers import Dense, Embedding, SimpleRNN

utils.set_random_seed(50)
LENGTH = 24

# %% daily creep of a glacier stake in millimetres
rng = np.random.default_rng(50)
creep = pd.Series(12 + 4 * np.sin(np.arange(420) / 30) + rng.normal(0, 0.6, 420), name="creep")

scaler = StandardScaler()
train = scaler.fit_transform(creep.iloc[:320].to_frame())[:, 0]
test = scaler.transform(creep.iloc[320:].to_frame())[:, 0]


def windows(v):
    x = np.stack([v[i:i + LENGTH] for i in range(len(v) - LENGTH)])
    return x, v[LENGTH:]


x_train, y_train = windows(train)
x_test, y_test = windows(test)

# %% network
model = Sequential()
model.add(Input(shape=(LENGTH,)))
model.add(Embedding(input_dim=1000, output_dim=16))
model.add(SimpleRNN(16))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=5, batch_size=16, verbose=0)
print("test mse", round(model.evaluate(x_test, y_test, verbose=0), 4))
