# line 9: error: the module is not in Keras 3; TextVectorization, or the Tokenizer of tensorflow.keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from keras.models import Model
from keras.layers import LSTM, Activation, Dense, Dropout, Input, Embedding
from keras.optimizers import RMSprop
from keras.preprocessing.text import Tokenizer
from keras.utils import pad_sequences

df = pd.DataFrame({
    "v1": ["ham", "spam"] * 10,
    "v2": ["see you at noon", "win a free prize now",
           "running late sorry", "claim your cash reward",
           "did you eat", "urgent call this number",
           "love you too", "free entry in a draw",
           "at the gym", "you have won a phone"] * 2})
X = df.v2
Y = LabelEncoder().fit_transform(df.v1).reshape(-1, 1)
X_train, X_test, Y_train, Y_test = train_test_split(
    X, Y, test_size=0.25, random_state=1)

max_words, max_len = 100, 12
tok = Tokenizer(num_words=max_words)
tok.fit_on_texts(X_train)
train_seq = pad_sequences(tok.texts_to_sequences(X_train), maxlen=max_len)
test_seq = pad_sequences(tok.texts_to_sequences(X_test), maxlen=max_len)


def rnn():
    inputs = Input(name="inputs", shape=[max_len])
    layer = Embedding(max_words, 10)(inputs)
    layer = LSTM(16)(layer)
    layer = Dense(32, name="FC1")(layer)
    layer = Activation("relu")(layer)
    layer = Dropout(0.5)(layer)
    layer = Dense(1, name="out_layer")(layer)
    return Model(inputs=inputs, outputs=Activation("sigmoid")(layer))


model = rnn()
model.compile(loss="binary_crossentropy", optimizer=RMSprop(),
              metrics=["accuracy"])
model.fit(train_seq, Y_train, batch_size=5, epochs=1, verbose=0)
print(model.evaluate(test_seq, Y_test, verbose=0))
