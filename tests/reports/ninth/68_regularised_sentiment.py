# line 23: error: W_regularizer, U_regularizer, dropout_W and dropout_U are names of Keras 1; today kernel_regularizer, recurrent_regularizer, dropout and recurrent_dropout
import pandas as pd
from keras.layers import LSTM, Dense, Embedding, Input
from keras.models import Sequential
from keras.regularizers import l2
from keras.utils import pad_sequences

maxlen = 30
frame = pd.read_csv("sentiment.csv")
words = sorted({word for text in frame["text"] for word in text.lower().split()})
index = {word: number + 1 for number, word in enumerate(words)}
sequences = [[index[word] for word in text.lower().split()] for text in frame["text"]]
X = pad_sequences(sequences, maxlen=maxlen)
y = frame["positive"].to_numpy()

split = int(0.75 * len(X))
X_train, X_test = X[:split], X[split:]
y_train, y_test = y[:split], y[split:]

model = Sequential()
model.add(Input(shape=(maxlen,)))
model.add(Embedding(len(words) + 1, 32))
model.add(LSTM(24, W_regularizer=l2(0.001), U_regularizer=l2(0.001), dropout_W=0.2, dropout_U=0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(X_train, y_train, batch_size=16, epochs=2, validation_data=(X_test, y_test))
score, acc = model.evaluate(X_test, y_test, batch_size=16)
print("Test score:", score)
print("Test accuracy:", acc)
