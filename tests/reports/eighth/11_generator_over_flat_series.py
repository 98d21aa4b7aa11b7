# line 10 (also 20): error: the series has one axis only, so the feature axis is missing; reshape(-1, 1)
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator

days = pd.date_range("2021-01-01", periods=150, freq="D")
sales = pd.DataFrame({"qty": 50 + 10 * np.sin(np.arange(150) / 5) + np.random.randn(150)}, index=days)

ts = sales["qty"].to_numpy()
ts = (ts - ts.min()) / (ts.max() - ts.min())
train, test = ts[:120], ts[120:]

length = 7
gen = TimeseriesGenerator(train, train, length=length, batch_size=8)
val_gen = TimeseriesGenerator(test, test, length=length, batch_size=8)
print("batches:", len(gen), len(val_gen))

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.SimpleRNN(20, activation="tanh", return_sequences=True))
model.add(tf.keras.layers.SimpleRNN(20))
model.add(tf.keras.layers.Dense(1))
model.compile(loss="mae", optimizer="adam")

history = model.fit(gen, validation_data=val_gen, epochs=1)
print(history.history)
weeks = np.concatenate([val_gen[i][0] for i in range(len(val_gen))])
print(model.predict(weeks, verbose=0)[:3])
