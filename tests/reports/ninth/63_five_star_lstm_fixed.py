# the same work with the smallest change
import keras
import numpy as np
import pandas as pd
from keras.layers import Input, Embedding, LSTM, Dense
from keras.models import Model
from keras.utils import pad_sequences, to_categorical

embedding_vector_length = 50
maxlen = 40

reviews = pd.read_csv("reviews.csv")
words = sorted({w for text in reviews["text"] for w in text.split()})
index = {w: i + 1 for i, w in enumerate(words)}
w1 = np.zeros((len(words) + 1, embedding_vector_length), dtype="float32")
for line in open("vectors.txt"):
    word, *numbers = line.split()
    if word in index:
        w1[index[word]] = [float(n) for n in numbers]

X = pad_sequences([[index[w] for w in text.split()] for text in reviews["text"]], maxlen=maxlen)
y = to_categorical(reviews["stars"].to_numpy() - 1, num_classes=5)
split = int(0.8 * len(X))

keras.utils.set_random_seed(7)
inputs = Input(shape=(maxlen,), dtype="int32")
Embs = Embedding(len(w1), embedding_vector_length, weights=[w1], mask_zero=True, trainable=False)
lstm1 = LSTM(30, activation="tanh", recurrent_activation="sigmoid")(Embs(inputs))
out = Dense(5, activation="softmax")(lstm1)
model = Model(inputs=inputs, outputs=out)
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(X[:split], y[:split], epochs=7, batch_size=32, verbose=0)
loss, accuracy = model.evaluate(X[split:], y[split:], verbose=0)
print("test loss %.4f accuracy %.3f" % (loss, accuracy))
