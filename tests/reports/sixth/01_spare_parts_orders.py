# line 30 (also 19): error: ids start at 1, so the largest id equals input_dim; Embedding needs one row more
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(11)
rng = np.random.default_rng(11)

# --- order history: each garage buys parts in a certain order
parts = [f"P{n:03d}" for n in range(60)]
orders = pd.DataFrame({
    "garage": np.repeat(np.arange(90), 14),
    "part": rng.choice(parts, size=90 * 14),
})

part_ids = {p: n for n, p in enumerate(sorted(orders["part"].unique()), start=1)}
orders["part_id"] = orders["part"].map(part_ids)
n_parts = len(part_ids)

baskets = np.stack([g["part_id"].to_numpy() for _, g in orders.groupby("garage")])
history, target = baskets[:, :-1], baskets[:, -1]
late = (target > n_parts // 2).astype("float32")

train = slice(0, 70)
test = slice(70, None)

net = keras.Sequential([
    keras.Input(shape=(history.shape[1],), dtype="int32"),
    layers.Embedding(input_dim=n_parts, output_dim=12),
    layers.GRU(16),
    layers.Dense(1, activation="sigmoid"),
])
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
net.fit(history[train], late[train], batch_size=16, epochs=2, verbose=0)
print(net.evaluate(history[test], late[test], verbose=0))
