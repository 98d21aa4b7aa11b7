# line 22 (also 17, 23, 31): error: three rows become one sample but the targets keep one for every row; the counts differ (160 and 480)
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(10)
rng = np.random.default_rng(10)

# hourly table of a biogas plant; the last column is what comes next
hours = 600
feed = pd.DataFrame({"maize": rng.random(hours), "slurry": rng.random(hours), "stirrer": rng.random(hours)})
feed["gas_next"] = feed["maize"].rolling(3, min_periods=1).mean() + 0.3 * feed["slurry"]
feed = feed.iloc[:597]

train, test = feed.iloc[:480], feed.iloc[480:]
train_X, train_y = train.iloc[:, :3].to_numpy("float32"), train["gas_next"].to_numpy("float32")
test_X, test_y = test.iloc[:, :3].to_numpy("float32"), test["gas_next"].to_numpy("float32")

# samples, time steps, features
steps = 3
train_X = train_X.reshape((train_X.shape[0] // steps, steps, train_X.shape[1]))
test_X = test_X.reshape((test_X.shape[0] // steps, steps, test_X.shape[1]))

model = keras.Sequential([
    keras.Input(shape=train_X.shape[1:]),
    layers.LSTM(16),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mae")
model.fit(train_X, train_y, epochs=15, batch_size=24, verbose=0)
print("test mae", round(model.evaluate(test_X, test_y, verbose=0), 4))
