# expect: line 22 (also 14): the layer objects are made once and put into each new model, so the trained weights go along from fold to fold; make new layers per fold (warning)
import numpy as np
from sklearn.model_selection import KFold
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(4)

n, steps, feats = 300, 16, 3
X = np.random.normal(size=(n, steps, feats)).astype("float32")
y = (X[:, -1, 0] + np.random.normal(scale=3.0, size=n) > 0).astype("int32")

architectures = {
    "gru": [layers.GRU(24), layers.Dropout(0.1), layers.Dense(1, activation="sigmoid")],
    "lstm": [layers.LSTM(24), layers.Dropout(0.1), layers.Dense(1, activation="sigmoid")],
}


def create_model(layer_list):
    model = keras.Sequential([keras.Input((steps, feats))])
    for layer in layer_list:
        model.add(layer)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy",
                  metrics=["accuracy"])
    return model


kfold = KFold(n_splits=4, shuffle=True, random_state=0)
for name, layer_list in architectures.items():
    accs = []
    for train_idx, val_idx in kfold.split(X):
        model = create_model(layer_list)
        model.fit(X[train_idx], y[train_idx], epochs=15, batch_size=32, verbose=0)
        accs.append(model.evaluate(X[val_idx], y[val_idx], verbose=0)[1])
    print(name, np.round(accs, 3), "mean", round(float(np.mean(accs)), 3))
