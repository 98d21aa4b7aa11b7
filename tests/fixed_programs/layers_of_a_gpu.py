import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Model

steps = Input((20, 4))
model = Model(steps, Dense(1)(tf.keras.layers.LSTM(16, use_cudnn=True, recurrent_dropout=0.2)(steps)))
model.compile(tf.keras.optimizers.Adam(lr=0.01), "mae", metrics=["acc"])
model.fit(np.random.rand(48, 20, 4), np.random.rand(48), epochs=1)
