# expect: LL302
# The mask of the words ends at Flatten: Keras 2 stopped here, Keras 3 goes on without the mask.
from keras import Input, Model
from keras.layers import LSTM, Dense, Embedding, Flatten

words = Input((80,))
x = Embedding(12000, 64, mask_zero=True)(words)
x = LSTM(32, return_sequences=True)(x)
x = Flatten()(x)
model = Model(words, Dense(1, activation="sigmoid")(x))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
