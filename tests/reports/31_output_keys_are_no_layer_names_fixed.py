# fixed twin of 31_output_keys_are_no_layer_names.py
import numpy as np
from keras import Model
from keras.layers import GRU, Dense, Input

track = Input((25, 4), name="track")
h = GRU(32)(track)
speed = Dense(1, name="speed")(h)
mode = Dense(5, activation="softmax", name="mode")(h)
net = Model(track, [speed, mode])
net.compile(
    optimizer="adam",
    loss={"speed": "mse", "mode": "sparse_categorical_crossentropy"},
    metrics={"speed": ["mae"], "mode": ["accuracy"]},
)
gps = np.random.normal(size=(160, 25, 4))
net.fit(
    gps,
    {"speed": np.random.rand(160, 1), "mode": np.random.randint(0, 5, 160)},
    epochs=5,
    batch_size=32,
)
