# fixed twin of 50_convolution_within_each_word.py
from keras.models import Sequential
from keras.layers import Conv1D, Dense, Embedding, Input, LSTM, MaxPooling1D, TimeDistributed
import numpy as np

maxlen = 60
chains = np.random.randint(1, 25, (100, maxlen))
binds = np.random.randint(0, 2, 100)

model_aa = Sequential()
model_aa.add(Input((maxlen,), dtype="int32"))
model_aa.add(Embedding(input_dim=25, output_dim=40))
model_aa.add(Conv1D(20, 5, activation="relu"))
model_aa.add(MaxPooling1D(3))
model_aa.add(LSTM(32))
model_aa.add(Dense(1, activation="sigmoid"))
model_aa.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model_aa.fit(chains, binds, epochs=4, batch_size=20)
