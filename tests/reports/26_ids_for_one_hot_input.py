# expect: line 19: the input expects (batch, 60, 25), x is (n, 60) ids; one-hot them with to_categorical(x, 25) (error)
import numpy as np
from keras.layers import Input, LSTM, RepeatVector, Dense
from keras.models import Model
from keras.utils import to_categorical

MAX_LEN, CATEGORY_NUMS = 60, 25
molecules = np.random.randint(0, CATEGORY_NUMS, size=(150, MAX_LEN))

MInput = Input(shape=(MAX_LEN, CATEGORY_NUMS))
encoded = LSTM(32)(MInput)
repeated = RepeatVector(MAX_LEN)(encoded)
decoded = LSTM(32, return_sequences=True)(repeated)
letters = Dense(CATEGORY_NUMS, activation="softmax")(decoded)
autoencoder = Model(MInput, letters)
autoencoder.compile(optimizer="adam", loss="categorical_crossentropy")

onehot = to_categorical(molecules, CATEGORY_NUMS)
autoencoder.fit(molecules, onehot, epochs=10, batch_size=30)
