# A mean over the steps uses the mask.
from keras import Input, Model
from keras.layers import LSTM, Dense, Embedding, GlobalAveragePooling1D

words = Input((80,))
x = Embedding(12000, 64, mask_zero=True)(words)
x = LSTM(32, return_sequences=True)(x)
x = GlobalAveragePooling1D()(x)
model = Model(words, Dense(1, activation="sigmoid")(x))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
