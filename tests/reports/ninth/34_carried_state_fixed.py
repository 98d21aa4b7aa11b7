# the same work with the smallest change
import numpy as np
import tensorflow.keras as k

UNITS = 10
CHUNK = 1

ins = k.layers.Input(shape=(CHUNK, 10), name="step")
pre = k.layers.Input(shape=(UNITS,), name="previous_state")
feature_processed, cur_state = k.layers.SimpleRNN(UNITS, return_state=True)(ins, initial_state=pre)
out = k.layers.Dense(10)(feature_processed)

trainer = k.models.Model(inputs=[ins, pre], outputs=out)
trainer.compile(optimizer="SGD", loss="mean_squared_error")
stepper = k.models.Model(inputs=[ins, pre], outputs=[out, cur_state])

rng = np.random.default_rng(6)
sequence = np.cumsum(rng.normal(scale=0.1, size=(201, 10)), axis=0).astype("float32")
current = sequence[:-1, np.newaxis, :]
following = sequence[1:]

state_shape = tuple(pre.shape[1:])
zeros = np.zeros((len(current),) + state_shape, dtype="float32")
trainer.fit([current, zeros], following, batch_size=20, epochs=2, verbose=0)

state = np.zeros((1,) + state_shape, dtype="float32")
predictions = []
for step in current[:20]:
    guess, state = stepper.predict([step[np.newaxis], state], verbose=0)
    predictions.append(guess[0])
print("shape of the predictions:", np.array(predictions).shape)
print("error:", float(np.mean((np.array(predictions) - following[:20]) ** 2)))
