# the same work with the smallest change
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

SAMPLES = 400

archive = np.load("waveforms.npz")
traces = archive["traces"].astype("float32")
traces = (traces - traces.mean(axis=1, keepdims=True)) / traces.std(axis=1, keepdims=True)
targets = {
    "detector": archive["detector"],
    "picker_P": archive["p_arrival"],
    "picker_S": archive["s_arrival"],
}


def build_model(learning_rate=1e-3):
    inp = keras.Input(shape=(SAMPLES, 3), name="input")
    x = layers.Conv1D(8, 11, padding="same", activation="relu")(inp)
    x = layers.MaxPooling1D(2)(x)
    x = layers.Conv1D(16, 9, padding="same", activation="relu")(x)
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True, dropout=0.1))(x)
    x = layers.UpSampling1D(2)(x)
    detector = layers.Conv1D(1, 11, padding="same", activation="sigmoid", name="detector")(x)
    p_head = layers.LSTM(8, return_sequences=True)(x)
    picker_p = layers.Conv1D(1, 11, padding="same", activation="sigmoid", name="picker_P")(p_head)
    s_head = layers.LSTM(8, return_sequences=True)(x)
    picker_s = layers.Conv1D(1, 11, padding="same", activation="sigmoid", name="picker_S")(s_head)
    model = keras.Model(inp, {"detector": detector, "picker_P": picker_p, "picker_S": picker_s})
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss={name: "binary_crossentropy" for name in targets},
        loss_weights={"detector": 0.05, "picker_P": 0.40, "picker_S": 0.55},
    )
    return model


model = build_model()
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
history = model.fit(
    traces,
    targets,
    batch_size=16,
    epochs=1,
    validation_split=0.1,
    callbacks=[stop],
    sample_weight={n: np.where(t > 0.5, 0.89, 0.11) for n, t in targets.items()},
)
print(history.history["val_loss"])
