import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras.layers import LSTM, Dense, Input
from tensorflow.keras.models import Sequential

# ten consecutive rows of a machine log make one sample; the last column says
# whether the machine stopped within the next hour
train = pd.read_csv("machine_2020.csv")
test = pd.read_csv("machine_2021.csv")
sensors = [c for c in train.columns if c.startswith("s")]
mean, std = train[sensors].mean(), train[sensors].std()


def to_samples(df):
    n = len(df) // 10
    x = ((df[sensors] - mean) / std).to_numpy("float32")[:n * 10]
    y = df["stopped"].to_numpy("float32")[9:n * 10:10]
    return x.reshape(n, 10, len(sensors)), y


x_train, y_train = to_samples(train)
x_test, y_test = to_samples(test)

model = Sequential()
model.add(Input(shape=(10, len(sensors))))
model.add(LSTM(32, return_sequences=True))
model.add(LSTM(16))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss=tf.keras.losses.BinaryCrossentropy(), optimizer="adam",
              metrics=[tf.keras.metrics.AUC(name="auc")])
model.fit(x_train, y_train, validation_split=0.15, epochs=30, batch_size=32, verbose=2)

risk = model.predict(x_test)[:, 0]
alarm = risk > 0.5
print("alarms", alarm.sum(), "of which right", int(y_test[alarm].sum()))
