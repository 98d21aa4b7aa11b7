# expect: LL304
# A mask that cuDNN cannot take: padded in front, and texts without a known word are nothing but padding.
import os

os.environ["CUDA_VISIBLE_DEVICES"] = "0"

import keras
from keras import layers

(x, y), _ = keras.datasets.reuters.load_data(num_words=5000)
x = keras.utils.pad_sequences(x, maxlen=120)

model = keras.Sequential()
model.add(layers.Embedding(5000, 64, mask_zero=True))
model.add(layers.LSTM(64))
model.add(layers.Dense(46, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5, validation_split=0.1)
