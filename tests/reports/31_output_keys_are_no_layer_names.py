# expect: line 11: the model is given as a list of outputs named by their layers (dense, dense_1), not "speed" and "mode"; name the Dense layers (error)
import numpy as np
from keras import Model
from keras.layers import GRU, Dense, Input

track = Input((25, 4), name="track")
h = GRU(32)(track)
speed = Dense(1)(h)
mode = Dense(5, activation="softmax")(h)
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
