# fixed twin of 21_frames_as_target_of_one_frame.py
import numpy as np
from keras.layers import ConvLSTM2D, Conv2D, Input
from keras.models import Sequential

clips = np.random.rand(24, 6, 16, 16, 3).astype("float32")
x, y = clips[:, :5], clips[:, 1:]

model = Sequential()
model.add(Input((5, 16, 16, 3)))
model.add(ConvLSTM2D(8, 3, padding="same", return_sequences=True))
model.add(ConvLSTM2D(8, 3, padding="same", return_sequences=False))
model.add(Conv2D(3, 1, padding="same", activation="sigmoid"))
model.compile(loss="mse", optimizer="adam")
model.fit(x, y[:, -1], batch_size=4, epochs=10)
