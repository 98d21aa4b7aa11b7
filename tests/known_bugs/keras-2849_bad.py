# expect: LL113
import numpy as np
from tensorflow.keras.layers import GRU, Dense, Input
from tensorflow.keras.models import Model

x, y = np.load("streams.npy"), np.load("answers.npy")
stream = Input(batch_shape=(8, 50, 3))
memory = GRU(32, stateful=True)
model = Model(stream, Dense(1)(memory(stream)))
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, batch_size=8, epochs=15, shuffle=False)
