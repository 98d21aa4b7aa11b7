# line 22 (also 14): error: the target has five one-hot columns, the last layer eleven units
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(2)
rng = np.random.default_rng(35)
turns = pd.DataFrame({"speaker": rng.integers(0, 40, 600), "kind": rng.choice(list("ABCDE"), 600, p=[.5, .2, .1, .1, .1])})
turns["vectors"] = [rng.normal(ord(k) - ord("C"), 1.0, (7, 4)) for k in turns["kind"]]

train_speaker = turns["speaker"] < 32
x = np.stack(turns["vectors"].to_list()).astype("float32")
y = pd.get_dummies(turns["kind"]).to_numpy(dtype="float32")
x_train, x_test = x[train_speaker], x[~train_speaker]
y_train, y_test = y[train_speaker], y[~train_speaker]

bi_lstm = keras.Sequential()
bi_lstm.add(keras.Input(x.shape[1:]))
bi_lstm.add(layers.Bidirectional(layers.LSTM(12)))
bi_lstm.add(layers.Dropout(0.3))
bi_lstm.add(layers.Dense(11, activation="softmax"))


def compile_and_fit(net):
    net.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
    return net.fit(x_train, y_train, epochs=2, batch_size=32, validation_data=(x_test, y_test), verbose=0)


history = compile_and_fit(bi_lstm)
print("validation accuracy", round(history.history["val_accuracy"][-1], 3))
