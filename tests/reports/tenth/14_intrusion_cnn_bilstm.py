# line 19: error: MaxPooling1D has no argument pool_length (Keras 1); it is pool_size.
import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.layers import (Activation, BatchNormalization, Bidirectional, Conv1D, Dense,
                                     Dropout, LSTM, MaxPooling1D, Reshape)
from tensorflow.keras.models import Sequential

df = pd.read_csv("nsl_kdd.csv")
y = df.pop("attack").values
X = StandardScaler().fit_transform(df.values)
X = np.reshape(X, (X.shape[0], X.shape[1], 1))


def build(n_features):
    model = Sequential()
    model.add(Conv1D(64, kernel_size=8, padding="same", activation="relu", input_shape=(n_features, 1)))
    model.add(MaxPooling1D(pool_length=4))
    model.add(BatchNormalization())
    model.add(Bidirectional(LSTM(32)))
    model.add(Reshape((64, 1)))
    model.add(MaxPooling1D(pool_size=4))
    model.add(BatchNormalization())
    model.add(Bidirectional(LSTM(32)))
    model.add(Dropout(0.5))
    model.add(Dense(1))
    model.add(Activation("sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


scores = []
for train, test in StratifiedKFold(n_splits=2, shuffle=True, random_state=1).split(X, y):
    model = build(X.shape[1])
    model.fit(X[train], y[train], validation_data=(X[test], y[test]), epochs=1, batch_size=64, verbose=0)
    scores.append(model.evaluate(X[test], y[test], verbose=0)[1])
print("accuracy per fold:", scores)
