# line 38: error: predict_classes does not exist any more; take the argmax of predict
import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix
from sklearn.preprocessing import LabelEncoder, StandardScaler
import keras
from keras.layers import BatchNormalization, Bidirectional, Conv1D, Dense, LSTM, MaxPooling1D

keras.utils.set_random_seed(33)
rng = np.random.default_rng(33)
flows = pd.DataFrame(rng.gamma(2.0, size=(300, 16)), columns=[f"f{i}" for i in range(16)])
flows["kind"] = np.select([flows["f0"] > 3, flows["f1"] > 3], ["scan", "flood"], "normal")

train_rows, test_rows = flows.iloc[:220], flows.iloc[220:]
scaler = StandardScaler().fit(train_rows.drop(columns="kind"))
names = LabelEncoder().fit(flows["kind"])


def prepare(rows):
    x = scaler.transform(rows.drop(columns="kind"))
    return x[..., None].astype("float32"), names.transform(rows["kind"])


x_train, y_train = prepare(train_rows)
x_test, y_test = prepare(test_rows)

ids = keras.Sequential([
    keras.Input((16, 1)),
    Conv1D(8, 3, padding="same", activation="relu"),
    MaxPooling1D(2),
    BatchNormalization(),
    Bidirectional(LSTM(8)),
    Dense(len(names.classes_), activation="softmax"),
])
ids.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
ids.fit(x_train, y_train, epochs=1, batch_size=20, verbose=0)

kind = ids.predict_classes(x_test, verbose=0)
print(confusion_matrix(y_test, kind, labels=[0, 1, 2]))
