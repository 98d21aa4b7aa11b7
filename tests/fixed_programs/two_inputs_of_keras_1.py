import numpy as np
from keras.layers import GRU, Concatenate, Dense, Input
from keras.models import Model

words, extra = Input(shape=(10, 3)), Input(shape=(2,))
joined = Concatenate()([GRU(12)(words), extra])
model = Model(input=[words, extra], output=Dense(2, activation="softmax")(joined))
model.compile("adam", "sparse_categorical_crossentropy", metrics="accuracy")
model.fit([np.random.rand(48, 10, 3), np.random.rand(48, 2)], np.arange(48) % 2, nb_epoch=1)
