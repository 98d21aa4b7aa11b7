# line 16 (also 8): error: input_shape comes from a table of two axes; a feature axis
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense, Dropout

np.random.seed(3)
n_utterances = 80
word_codes = np.random.rand(n_utterances, 15).astype("float32")
reply_codes = np.random.rand(n_utterances, 6).astype("float32")

split = int(0.75 * n_utterances)
questions_tr, questions_te = word_codes[:split], word_codes[split:]
answers_tr, answers_te = reply_codes[:split], reply_codes[split:]

bot = Sequential()
bot.add(LSTM(24, input_shape=questions_tr.shape[1:], return_sequences=True,
             kernel_initializer="glorot_normal",
             recurrent_initializer="glorot_normal",
             activation="sigmoid"))
bot.add(Dropout(0.1))
bot.add(LSTM(24, activation="sigmoid"))
bot.add(Dense(6, activation="linear"))
bot.compile(loss="mse", optimizer="adam", metrics=["mae"])

bot.fit(questions_tr, answers_tr, epochs=1, batch_size=16,
        validation_data=(questions_te, answers_te), verbose=0)

out = bot.predict(questions_te, verbose=0)
print("reply vectors", out.shape)
