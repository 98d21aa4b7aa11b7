# line 12: error: the number of features is None; only the time axis may be open
import numpy as np
import keras

# bees in a hive: x, y, z speed at a handful of moments
generator = np.random.default_rng(17)
tracks = generator.normal(size=(300, 4, 3)).astype("float32")
role = (tracks[:, :, 2].mean(axis=1) > 0).astype(int) + (tracks[:, 0, 0] > 1).astype(int)


def make_net(n_roles):
    motion = keras.Input(shape=(4, None), name="motion")
    hidden = keras.layers.SimpleRNN(10, name="recurrent")(motion)
    answer = keras.layers.Dense(n_roles, activation="softmax", name="role")(hidden)
    return keras.Model(motion, answer)


net = make_net(n_roles=3)
net.summary(print_fn=lambda text: None)
net.compile(
    optimizer="rmsprop",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = net.fit(tracks, role, epochs=2, batch_size=30, validation_split=0.2, verbose=0)
print("validation loss", round(history.history["val_loss"][-1], 3))
first_bees = net.predict(tracks[:5], verbose=0)
print("roles of five bees:", first_bees.argmax(axis=1))
