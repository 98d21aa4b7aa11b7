import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import roc_auc_score, average_precision_score
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense, Dropout

TIME_STEPS = 8
df = pd.read_csv("creditcard.csv").sort_values("Time")     # Time, V1..V6, Amount, Class
df["Amount"] = np.log1p(df["Amount"])
df["Time"] = df["Time"].diff().fillna(0)

n_train, n_val = int(len(df) * 0.6), int(len(df) * 0.2)
values = df.to_numpy("float32")
target = df["Class"].to_numpy()
sc = StandardScaler().fit(values[:n_train])
values = sc.transform(values)


def create_dataset(x, y):
    xs, ys = [], []
    for i in range(TIME_STEPS, len(x) + 1):
        xs.append(x[i - TIME_STEPS:i])       # the payment and the seven before it
        ys.append(y[i - 1])                  # is this payment a fraud?
    return np.array(xs), np.array(ys)


x_train, y_train = create_dataset(values[:n_train], target[:n_train])
x_val, y_val = create_dataset(values[n_train:n_train + n_val], target[n_train:n_train + n_val])
x_test, y_test = create_dataset(values[n_train + n_val:], target[n_train + n_val:])

model = Sequential()
model.add(Input(shape=(TIME_STEPS, values.shape[1])))
model.add(LSTM(24))
model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy")
ratio = (y_train == 0).sum() / max((y_train == 1).sum(), 1)
model.fit(x_train, y_train, epochs=24, batch_size=32, class_weight={0: 1.0, 1: float(ratio)},
          validation_data=(x_val, y_val), verbose=2)

p = model.predict(x_test, verbose=0).ravel()
print("AUC %.3f, average precision %.3f" % (roc_auc_score(y_test, p), average_precision_score(y_test, p)))
