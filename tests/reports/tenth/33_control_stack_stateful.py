# line 16: error: a stateful LSTM needs a fixed batch size and none of the three Inputs gives one; set batch_size (batch_shape) in the Input layers.
import numpy as np
from keras.layers import LSTM, Concatenate, Conv2D, Dense, Input, MaxPooling2D, Reshape
from keras.models import Model

batch = 8
image = Input(shape=(16, 20, 1), name="image")
inpt2 = Input(shape=(1, 6), name="pose")
inpt3 = Input(shape=(1, 6), name="command")

x = Conv2D(20, (3, 3), padding="same", activation="relu", name="conv1")(image)
x = MaxPooling2D((4, 4), name="pool1")(x)
outpt1 = Reshape((1, 4 * 5 * 20), name="resh1")(x)

outpt4 = Concatenate(name="merge")([inpt2, inpt3, outpt1])
h = LSTM(40, return_sequences=True, stateful=True, name="lstm1")(outpt4)
h = LSTM(40, return_sequences=True, stateful=True, name="lstm2")(h)
h = LSTM(20, stateful=True, name="lstm3")(h)
steering = Dense(2, name="steering")(h)

model = Model([image, inpt2, inpt3], steering)
model.compile(optimizer="adam", loss="mse")

rng = np.random.default_rng(18)
n = batch * 12
frames = rng.random((n, 16, 20, 1)).astype("float32")
pose = rng.normal(size=(n, 1, 6)).astype("float32")
command = rng.normal(size=(n, 1, 6)).astype("float32")
target = np.stack([pose[:, 0, 0], command[:, 0, 0]], axis=-1)

for epoch in range(2):
    model.fit([frames, pose, command], target, batch_size=batch, shuffle=False, epochs=1, verbose=0)
    for name in ("lstm1", "lstm2", "lstm3"):
        model.get_layer(name).reset_states()
print(model.predict([frames[:batch], pose[:batch], command[:batch]], batch_size=batch, verbose=0)[0])
