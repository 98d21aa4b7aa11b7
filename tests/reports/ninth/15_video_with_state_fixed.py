# the same work with the smallest change
import numpy as np
from keras.layers import ConvLSTM2D, Conv2D, Input
from keras.models import Model
from keras.optimizers import Adam

ROWS, COLS, CHANNELS, FILTERS = 16, 16, 3, 8

lstm_input = Input(shape=(None, ROWS, COLS, CHANNELS), name="frames")
first_frame = Input(shape=(ROWS, COLS, CHANNELS), name="first_frame")

state_h = Conv2D(FILTERS, (3, 3), padding="same", activation="tanh")(first_frame)
state_c = Conv2D(FILTERS, (3, 3), padding="same")(first_frame)

x = ConvLSTM2D(
    FILTERS,
    (3, 3),
    padding="same",
    return_sequences=False,
    name="lstm",
)(lstm_input, initial_state=[state_h, state_c])
next_frame = Conv2D(CHANNELS, (3, 3), padding="same", activation="sigmoid")(x)

model = Model([lstm_input, first_frame], next_frame)
model.compile(optimizer=Adam(1e-3), loss="mse")
model.summary()

movies = np.random.default_rng(5).random((24, 6, ROWS, COLS, CHANNELS)).astype("float32")
model.fit(
    [movies[:, 1:5], movies[:, 0]],
    movies[:, 5],
    batch_size=8,
    epochs=2,
)
print(model.evaluate([movies[:, 1:5], movies[:, 0]], movies[:, 5], verbose=0))
