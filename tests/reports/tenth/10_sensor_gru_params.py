# line 27: error: GRU needs (samples, timesteps, features) but x is a table of shape (samples, 21); add the time axis, e.g. x.reshape(len(x), 1, 21).
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from keras.layers import GRU, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import Adam

df = pd.read_csv("sensors.csv")
y = df[["ok", "fault"]].values.astype("float32")
x = MinMaxScaler().fit_transform(df.drop(columns=["ok", "fault"]).values)
n_features = x.shape[1]
x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.25, random_state=0)

grid = [
    {"lr": 0.001, "first_neuron": 16, "dropout": 0.0, "batch_size": 32, "activation": "relu"},
    {"lr": 0.01, "first_neuron": 32, "dropout": 0.2, "batch_size": 32, "activation": "elu"},
]


def fit_params(params):
    model = Sequential()
    model.add(GRU(params["first_neuron"], input_shape=(None, n_features), activation=params["activation"]))
    model.add(Dropout(params["dropout"]))
    model.add(Dense(y_train.shape[1], activation="softmax"))
    model.compile(optimizer=Adam(params["lr"]), loss="categorical_crossentropy", metrics=["acc"])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val),
                        batch_size=params["batch_size"], epochs=2, verbose=0)
    return history.history["val_acc"][-1]


scores = [fit_params(p) for p in grid]
best = max(range(len(grid)), key=lambda k: scores[k])
print("best:", grid[best], scores[best])
