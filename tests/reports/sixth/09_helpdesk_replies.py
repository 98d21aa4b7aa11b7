# line 26: error: the id lists differ in length; pad them before making an array
import numpy as np
import keras
from keras import layers
from keras.utils import pad_sequences

asked = [
    "my screen stays dark", "the printer does not answer any more", "reset my password",
    "mail will not open", "no sound in the meeting room", "please install the editor",
    "the vpn drops every hour", "keyboard types the wrong letters",
]
topics = ["hardware", "hardware", "account", "account", "hardware", "account", "account", "hardware"]


def learn_words(sentences):
    known = {}
    for sentence in sentences:
        for word in sentence.split():
            known.setdefault(word, len(known) + 1)
    return known


words = learn_words(asked)
as_ids = [[words[w] for w in s.split()] for s in asked]
LONGEST = max(map(len, as_ids))
x = np.array(as_ids)
y = np.array([float(t == "account") for t in topics], dtype="float32")

keras.utils.set_random_seed(2)
bot = keras.Sequential()
bot.add(keras.Input(shape=(LONGEST,), dtype="int32"))
bot.add(layers.Embedding(len(words) + 1, 8, mask_zero=True))
bot.add(layers.LSTM(10))
bot.add(layers.Dense(1, activation="sigmoid"))
bot.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
bot.fit(x, y, batch_size=4, epochs=2, verbose=0)


def route(sentence):
    ids = [words.get(w, 0) for w in sentence.split()]
    row = pad_sequences([ids], maxlen=LONGEST, padding="post")
    return float(bot.predict(row, verbose=0)[0, 0])


print(route("reset the printer"))
