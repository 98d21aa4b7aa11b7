# expect: line 24: texts_to_sequences gives lists of different length; pad_sequences must make an array of them before predict (error)
import numpy as np
from keras import layers, models
from keras.utils import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

texts = open("poem.txt").read().splitlines()
happy = np.random.randint(0, 2, len(texts))
maxlen = 12

tk = Tokenizer(num_words=2000, lower=True, split=" ")
tk.fit_on_texts(texts)
x = pad_sequences(tk.texts_to_sequences(texts), maxlen=maxlen)

model = models.Sequential()
model.add(layers.Embedding(2000, 32, mask_zero=True))
model.add(layers.LSTM(32))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy")
model.fit(x, happy, epochs=5)

new = ["the river sings", "my heart is red and the night is long"]
pred = tk.texts_to_sequences(new)
print(model.predict(pred))
