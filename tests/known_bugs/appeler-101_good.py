import keras
from keras import layers

letters = keras.Input((20,), dtype="int32")
embedded = layers.Embedding(400, 32)(letters)
memory = layers.LSTM(64, dropout=0.2)(embedded)
names = keras.Model(letters, layers.Dense(13, activation="softmax")(memory))
names.compile(optimizer="adam", loss="categorical_crossentropy")
