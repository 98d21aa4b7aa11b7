# fixed twin of 39_vocabulary_grows_after_encoding.py
import numpy as np
from tensorflow.keras.layers import Bidirectional, Dense, Embedding, GRU
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

lines = open("song.txt").read().splitlines()
label = np.array([line.count("the") > 1 for line in lines]).astype("int32")
split = int(len(lines) * 0.8)

tokenizer = Tokenizer(num_words=100, oov_token="<OOV>")
tokenizer.fit_on_texts(lines[:split])
train = pad_sequences(tokenizer.texts_to_sequences(lines[:split]), maxlen=10, padding="post")
test = pad_sequences(tokenizer.texts_to_sequences(lines[split:]), maxlen=10, padding="post")

model = Sequential()
model.add(Embedding(100, 16, mask_zero=True))
model.add(Bidirectional(GRU(16)))
model.add(Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(train, label[:split], epochs=10, validation_split=0.1)
print(model.evaluate(test, label[split:]))
