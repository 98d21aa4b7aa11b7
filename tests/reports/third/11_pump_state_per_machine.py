import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(11)

MACHINES = 5      # five pumps are logged side by side
CHUNKS = 104      # every pump has 104 consecutive chunks
STEPS, FEATS = 5, 7

rng = np.random.default_rng(11)
base = np.cumsum(rng.normal(0, 0.1, size=(MACHINES, CHUNKS * STEPS, FEATS)), axis=1)
base = np.sin(base) + rng.normal(0, 0.05, base.shape)
chunks = base.reshape(MACHINES, CHUNKS, STEPS, FEATS)
alarm = (chunks[:, :, -1, 0] > 0.3).astype("float32")

# sample k*MACHINES + m is chunk k of pump m, so row m of every batch is the same pump
X = chunks.transpose(1, 0, 2, 3).reshape(-1, STEPS, FEATS).astype("float32")
y = alarm.T.reshape(-1, 1)

model = keras.Sequential()
model.add(keras.Input(batch_shape=(MACHINES, STEPS, FEATS)))
model.add(layers.LSTM(24, return_sequences=True, stateful=True))
model.add(layers.Dropout(0.2))
model.add(layers.LSTM(12, stateful=True))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

EPOCHS = 25
for epoch in range(EPOCHS):
    print("epoch", epoch + 1)
    model.fit(X, y, batch_size=MACHINES, epochs=1,
              validation_split=0.2, shuffle=False, verbose=2)
    for layer in model.layers:
        if isinstance(layer, layers.LSTM):
            layer.reset_states()
