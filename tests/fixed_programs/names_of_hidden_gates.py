import numpy as np
from keras.layers import GRU, LSTM, Dense, Input
from keras.models import Model
from keras.optimizers import Adam

past = Input(shape=(30, 6))
h = LSTM(32, return_sequences=True, recurrent_activation="tanh", unit_forget_bias=False)(past)
h = GRU(16, kernel_initializer="ones")(h)
model = Model(inputs=past, outputs=Dense(1)(h))
model.compile(Adam(lr=0.5), "mse", metrics=["accuracy"])
model.fit(np.random.rand(64, 30, 6), np.random.rand(64), epochs=2, shuffle=False)
