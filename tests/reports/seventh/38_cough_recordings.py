# line 26: Attention gets the tensors where its options belong, so it is a layer and no result; call it: Attention()([query, value]). Error.
import numpy as np
import keras
from keras import Model, layers

FRAMES, BANDS, KINDS = 30, 13, 3


def recordings(count, seed):
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, KINDS, count)
    sound = rng.normal(0, 1, (count, FRAMES, BANDS)).astype("float32")
    for row, k in enumerate(kind):
        start = rng.integers(0, FRAMES - 6)
        sound[row, start:start + 6, 4 * k:4 * k + 3] += 2.0
    return sound, kind


class CoughModel:
    def __init__(self, units=24):
        self.units = units

    def build(self):
        sound = layers.Input(shape=(FRAMES, BANDS), name="mfcc")
        steps = layers.LSTM(self.units, return_sequences=True)(sound)
        context = layers.Attention([steps, steps])
        pooled = layers.GlobalAveragePooling1D()(context)
        kind = layers.Dense(KINDS, activation="softmax")(pooled)
        model = Model(sound, kind)
        model.compile(optimizer=keras.optimizers.Adam(3e-3),
                      loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        return model


keras.utils.set_random_seed(38)
x, y = recordings(240, seed=1)
x_new, y_new = recordings(60, seed=2)
model = CoughModel().build()
model.fit(x, y, epochs=8, batch_size=32, verbose=0)
print("accuracy", model.evaluate(x_new, y_new, verbose=0)[1])
