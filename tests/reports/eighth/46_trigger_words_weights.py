# line 34: error: class_weight with labels for each step; sample_weight for each step
import numpy as np
import keras
from keras import layers

T_IN, FREQS, T_OUT, N_CLASSES = 40, 12, 10, 3
rng = np.random.default_rng(4)
spectra = rng.normal(size=(32, T_IN, FREQS)).astype("float32")
marks = np.zeros((32, T_OUT), dtype=int)
marks[:, 4] = rng.integers(1, 3, 32)        # 1 = "on", 2 = "off"
targets = keras.utils.to_categorical(marks, N_CLASSES)

class_weights = {0: 1.0, 1: 50.0, 2: 50.0}
per_step = np.vectorize(class_weights.get)(marks)


def trigger_model():
    inp = keras.Input(shape=(T_IN, FREQS))
    x = layers.Conv1D(16, kernel_size=4, strides=4)(inp)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.GRU(16, return_sequences=True)(x)
    x = layers.Dropout(0.2)(x)
    x = layers.GRU(16, return_sequences=True)(x)
    out = layers.TimeDistributed(
        layers.Dense(N_CLASSES, activation="softmax"))(x)
    return keras.Model(inp, out)


model = trigger_model()
model.compile(optimizer=keras.optimizers.Adam(1e-3),
              loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(spectra, targets, batch_size=8, epochs=1, verbose=0,
          class_weight=class_weights)
print(model.evaluate(spectra, targets, verbose=0))
