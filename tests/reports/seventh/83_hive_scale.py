# line 20 (also 16, 29): error: the windows are nested Python lists, fit takes arrays; make one float array of shape (samples, steps, 1)
import keras
import numpy as np

keras.utils.set_random_seed(8)
rng = np.random.default_rng(8)

# weight of a bee hive in kg, every six hours
weights = (32 + np.cumsum(rng.normal(0.01, 0.1, 420))).tolist()
low, high = min(weights[:330]), max(weights[:330])
scaled = [(w - low) / (high - low) for w in weights]

LOOK = 12
x_all, y_all = [], []
for start in range(len(scaled) - LOOK):
    x_all.append([[w] for w in scaled[start:start + LOOK]])
    y_all.append(scaled[start + LOOK])

cut = 330 - LOOK
x_train, x_test = x_all[:cut], x_all[cut + LOOK:]
y_train, y_test = np.array(y_all[:cut]), np.array(y_all[cut + LOOK:])

hive = keras.models.Sequential([
    keras.layers.Input(shape=(LOOK, 1)),
    keras.layers.GRU(16),
    keras.layers.Dense(1),
])
hive.compile(optimizer="adam", loss="mse", metrics=["mae"])
hive.fit(x_train, y_train, epochs=4, batch_size=16, verbose=0)

miss = hive.evaluate(x_test, y_test, verbose=0)[1]
print("mean miss in kg", round(miss * (high - low), 3))
