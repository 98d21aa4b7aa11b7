# fixed twin of 28_text_two_inputs.py
import numpy as np
import pandas as pd
import keras
from keras.layers import (Bidirectional, Concatenate, Conv1D, Dense, Embedding,
                          GlobalMaxPooling1D, Input, LSTM)
from keras.models import Model
from keras.callbacks import EarlyStopping
from sklearn.model_selection import StratifiedKFold

MAX_LENGTH, SEN_LENGTH, VOCAB, N_CLASS = 30, 20, 400, 5

rng = np.random.default_rng(0)
y = rng.integers(0, N_CLASS, 200)
trn = rng.integers(1, VOCAB, (200, MAX_LENGTH))
s_trn = rng.integers(1, VOCAB, (200, SEN_LENGTH))
trn[:, 4] = y + 1


def get_model():
    main_input = Input(shape=(MAX_LENGTH,), dtype="int32", name="main_input")
    x = Embedding(VOCAB, 24)(main_input)
    lstm_out = Bidirectional(LSTM(32, return_sequences=True))(x)

    sentiment_input = Input(shape=(SEN_LENGTH,), dtype="int32", name="sentiment_input")
    s = Embedding(VOCAB, 24)(sentiment_input)
    sen_out = Bidirectional(LSTM(32, return_sequences=True))(s)

    merged = Concatenate(axis=1)([lstm_out, sen_out])
    merged = Conv1D(32, 3, activation="relu")(merged)
    merged = GlobalMaxPooling1D()(merged)
    output = Dense(N_CLASS, activation="softmax")(merged)
    model = Model([main_input, sentiment_input], output)
    model.compile(loss="sparse_categorical_crossentropy",
                  optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
    return model


p_val = np.zeros((len(y), N_CLASS))
cv = StratifiedKFold(n_splits=2, shuffle=True, random_state=1)
for i, (i_trn, i_val) in enumerate(cv.split(trn, y), 1):
    print("training model for CV #%d" % i)
    clf = get_model()
    clf.fit([trn[i_trn], s_trn[i_trn]], y[i_trn], validation_split=0.1, epochs=1,
            callbacks=[EarlyStopping(patience=3, restore_best_weights=True)], verbose=2)
    p_val[i_val] = clf.predict([trn[i_val], s_trn[i_val]], verbose=0)
print("accuracy", (p_val.argmax(axis=1) == y).mean())
