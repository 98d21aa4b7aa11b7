# the same work with the smallest change
import numpy as np
import keras
from keras import layers
from keras.utils import pad_sequences

keras.utils.set_random_seed(60)
rng = np.random.default_rng(60)

# one EEG channel pair for each night; spindle (1) or background (0) at each step
nights, marks = [], []
for _ in range(150):
    length = int(rng.integers(20, 41))
    spindle = (rng.random(length) < 0.3).astype(int)
    power = rng.normal(0, 0.4, (length, 2)) + spindle[:, None] * [1.5, -1.0]
    nights.append(power)
    marks.append(spindle)

LONGEST = 40
lengths = np.array([len(m) for m in marks])
x = pad_sequences(nights, maxlen=LONGEST, dtype="float32", padding="post", value=-9.0)
y = pad_sequences(marks, maxlen=LONGEST, padding="post", value=0)
real_steps = np.arange(LONGEST) < lengths[:, None]
step_weight = real_steps.astype(float)

tagger = keras.Sequential([
    keras.Input(shape=(LONGEST, 2)),
    layers.Masking(mask_value=-9.0),
    layers.LSTM(16, return_sequences=True),
    layers.Dense(1, activation="sigmoid"),
])
tagger.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(5e-3))
tagger.fit(x[:120], y[:120, :, None], sample_weight=step_weight[:120],
           epochs=6, batch_size=16, verbose=0)

said = tagger.predict(x[120:], verbose=0)[..., 0] > 0.5
keep = real_steps[120:]
print("share called spindle", round(float(said[keep].mean()), 3),
      "true share", round(float(y[120:][keep].mean()), 3))
print("right", round(float((said == y[120:])[keep].mean()), 3))
