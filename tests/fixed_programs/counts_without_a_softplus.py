import numpy as np
from keras.layers import GRU, BatchNormalization, Dense, Input
from keras.models import Model

days = Input((14, 6))
h = BatchNormalization()(GRU(16)(days))
model = Model(days, Dense(1)(h))
model.compile("adam", "poisson")
model.fit(np.random.rand(64, 14, 6), np.random.poisson(3, (64, 1)), epochs=2)
