# line 18 (also 19, 20, 26): error: return_sequences gives 20 output steps, the target has 5
import numpy as np
import keras
from keras import layers

PAST_STEPS = 20
FUTURE_STEPS = 5

walk = np.random.default_rng(90).normal(size=(500, PAST_STEPS + FUTURE_STEPS, 2)).cumsum(axis=1)
walk -= walk[:, PAST_STEPS - 1:PAST_STEPS]
walk /= walk[:400, :PAST_STEPS].std()
past, future = walk[:, :PAST_STEPS], walk[:, PAST_STEPS:]
print("past", past.shape, "future", future.shape)


def route_model(units=24):
    seen = keras.Input((PAST_STEPS, 2), name="seen")
    h = layers.LSTM(units, return_sequences=True)(seen)
    h = layers.LSTM(units, return_sequences=True)(h)
    coming = layers.TimeDistributed(layers.Dense(2), name="coming")(h)
    return keras.Model(seen, coming)


model = route_model()
model.compile(loss="mae", optimizer="adam")
model.fit(past[:400], future[:400], epochs=1, batch_size=20, verbose=0)
print("mae", round(model.evaluate(past[400:], future[400:], verbose=0), 3))
