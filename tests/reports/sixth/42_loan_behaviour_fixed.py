# loan behaviour
import numpy as np
import keras
from keras.layers import Input, Dense, LSTM
from keras.models import Model

rng = np.random.default_rng(31)
customers = 256
payments = rng.normal(size=(customers, 12, 3))
profile = rng.normal(size=(customers, 5))
defaulted = ((payments[:, -3:, 0].mean(axis=1) + 0.5 * profile[:, 1]) > 0.2).astype("float32")

profile_in = Input(shape=(5,), name="profile")
payments_in = Input(shape=(12, 3), name="payments")

start_h = Dense(8, activation="tanh", name="start_h")(profile_in)
story = LSTM(8, name="story")(payments_in, initial_state=[start_h, Dense(8, activation="tanh", name="start_c")(profile_in)])
risk = Dense(1, activation="sigmoid", name="risk")(story)

model = Model([profile_in, payments_in], risk)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
fit = model.fit(
    {"profile": profile, "payments": payments},
    defaulted,
    epochs=2,
    batch_size=32,
    verbose=0,
)
print("training loss", round(fit.history["loss"][-1], 3))
