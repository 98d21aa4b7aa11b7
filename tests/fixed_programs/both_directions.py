import numpy as np
from keras.layers import LSTM, Bidirectional, Dense, Input
from keras.models import Model

steps = Input((18, 5))
h = Bidirectional(LSTM(16, go_backwards=True, return_sequences=True))(steps)
h = Bidirectional(LSTM(16, kernel_initializer="xavier"))(h)
model = Model(steps, Dense(4, activation="softmax")(h))
model.compile("adam", "categorical_crossentropy")
model.fit(np.random.rand(64, 18, 5), np.random.randint(0, 4, 64), epochs=1)
