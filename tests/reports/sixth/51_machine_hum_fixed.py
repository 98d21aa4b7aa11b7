# machine hum
import numpy as np
import keras
from keras import layers

FRAMES, BINS = 20, 32
gen = np.random.default_rng(50)
spectra = gen.normal(size=(160, FRAMES, BINS)).astype("float32")
labels = (spectra[:, :, 4].mean(axis=1) > 0).astype("float32")

level = spectra[:120].mean(), spectra[:120].std()
spectra = (spectra - level[0]) / level[1]
print("machines that hum", int(labels.sum()), "of", len(labels))

# one small convolution over the bins of each frame, then the frames in time
inp = keras.Input(shape=(FRAMES, BINS), name="spectra")
x = layers.Reshape((FRAMES, BINS, 1), name="frames")(inp)
x = layers.TimeDistributed(layers.Conv1D(8, 5, activation="relu"), name="conv")(x)
x = layers.TimeDistributed(layers.GlobalMaxPooling1D(), name="peak")(x)
x = layers.LSTM(16, name="over_time")(x)
out = layers.Dense(1, activation="sigmoid", name="faulty")(x)

model = keras.Model(inp, out)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
log = model.fit(spectra, labels, batch_size=16, epochs=1, validation_split=0.25, verbose=0)
print("loss", round(log.history["loss"][0], 3))
