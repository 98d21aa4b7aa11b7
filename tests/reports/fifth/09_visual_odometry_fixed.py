import numpy as np
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import TimeDistributed as TD, Conv2D, Flatten, LSTM, Dense

PAIR, HEIGHT, WIDTH = 3, 16, 24


def camera_runs(n, seed=0):
    rng = np.random.default_rng(seed)
    speed = rng.uniform(-2, 2, size=(n, 1))
    cols = np.arange(WIDTH)
    frames = np.stack([np.sin((cols[None, :] + k * speed * 2) * 0.5) for k in range(PAIR)], axis=1)
    frames = np.repeat(frames[:, :, None, :, None], HEIGHT, axis=2)
    pose = np.hstack([speed, speed ** 2, -speed])
    return frames.astype("float32"), pose.astype("float32")


images, poses = camera_runs(160, seed=1)
images_test, poses_test = camera_runs(40, seed=2)
centre, spread = poses.mean(axis=0), poses.std(axis=0)

clip = Input(shape=(PAIR, HEIGHT, WIDTH, 1))
h = TD(Conv2D(4, 5, strides=2, activation="relu"))(clip)
h = TD(Conv2D(8, 3, strides=2, activation="relu"))(h)
h = LSTM(32, return_sequences=True)(TD(Flatten())(h))
h = LSTM(16)(h)
pose_out = Dense(3)(h)

model = Model(clip, pose_out)
model.compile("adam", "mse")
model.fit(images, (poses - centre) / spread, epochs=5, batch_size=16, verbose=0)
guess = model.predict(images_test, verbose=0) * spread + centre
print("mean pose error", np.abs(guess - poses_test).mean())
