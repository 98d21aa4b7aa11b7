# the same work with the smallest change
import numpy as np
import keras
from keras.layers import LSTM, Bidirectional, Dense, Dropout, GlobalMaxPooling1D, Input

STEPS, BANDS = 24, 8
INTENTS = ["heat", "stop", "timer"]
AMOUNTS = ["low", "middle", "high", "none"]

keras.utils.set_random_seed(58)
rng = np.random.default_rng(58)


def commands(count):
    """Sound features of a spoken command; band 0 to 2 tell what to do, band 4 to 7 how much."""
    intent = rng.integers(0, len(INTENTS), count)
    amount = rng.integers(0, len(AMOUNTS), count)
    sound = rng.normal(size=(count, STEPS, BANDS)).astype("float32")
    sound[np.arange(count), 2:8, intent] += 1.5
    sound[np.arange(count), 12:18, 4 + amount] += 1.5
    return sound, intent, amount


x, intent, amount = commands(240)
x_test, intent_test, amount_test = commands(60)

sound = Input((STEPS, BANDS), name="sound")
h = Bidirectional(LSTM(12, return_sequences=True))(sound)
h = Dropout(0.2)(GlobalMaxPooling1D()(h))
what = Dense(len(INTENTS), activation="softmax", name="what")(h)
how_much = Dense(len(AMOUNTS), activation="softmax", name="how_much")(h)

model = keras.Model(sound, [what, how_much])
model.compile(
    optimizer=keras.optimizers.Adam(0.01, weight_decay=1e-6),
    loss=["sparse_categorical_crossentropy", "sparse_categorical_crossentropy"],
    metrics=["accuracy", "accuracy"],
)
model.fit(x, [intent, amount], epochs=6, batch_size=24, verbose=0)
scores = model.evaluate(x_test, [intent_test, amount_test], verbose=0, return_dict=True)
print({name: round(value, 3) for name, value in scores.items()})
