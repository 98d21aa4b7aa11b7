# the same work with the smallest change
import numpy as np
from keras.layers import Dense, Dropout, Embedding, Input, LSTM, RepeatVector, TimeDistributed
from keras.models import Sequential
from keras.utils import pad_sequences, to_categorical
from keras.wrappers import SKLearnClassifier

pairs = [line.rstrip("\n").split("\t")[:2] for line in open("spa.txt", encoding="utf-8")]


def make_index(sentences):
    words = sorted({word for sentence in sentences for word in sentence.lower().split()})
    return {word: number + 1 for number, word in enumerate(words)}


def encode(index, length, sentences):
    rows = [[index[word] for word in sentence.lower().split()] for sentence in sentences]
    return pad_sequences(rows, maxlen=length, padding="post")


english, spanish = [p[0] for p in pairs], [p[1] for p in pairs]
eng_index, spa_index = make_index(english), make_index(spanish)
eng_length = max(len(s.split()) for s in english)
spa_length = max(len(s.split()) for s in spanish)
trainX = encode(spa_index, spa_length, spanish)
trainY = to_categorical(encode(eng_index, eng_length, english), num_classes=len(eng_index) + 1)


def define_model(X, y, n_units=32, dropout_rate=0.2):
    model = Sequential()
    model.add(Input(shape=(X.shape[1],)))
    model.add(Embedding(len(spa_index) + 1, n_units, mask_zero=True))
    model.add(LSTM(n_units))
    model.add(Dropout(0.5))
    model.add(RepeatVector(eng_length))
    model.add(LSTM(n_units, return_sequences=True))
    model.add(Dropout(dropout_rate))
    model.add(TimeDistributed(Dense(len(eng_index) + 1, activation="softmax")))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


model = define_model(trainX, trainY)
model.fit(trainX, trainY, epochs=2, verbose=0)
print(model.predict(trainX[:2]).shape)
