# line 4: error: CuDNNLSTM was removed from keras.layers: ImportError; LSTM uses the GPU kernel by itself
import numpy as np
import pandas as pd
from keras.layers import Bidirectional, CuDNNLSTM, Dense, Dropout, Embedding, GlobalMaxPooling1D, Input
from keras.models import Model
from keras.utils import pad_sequences
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

MAXLEN = 80

frame = pd.read_csv("train_set.csv", sep="\t")
tokens = [[int(t) for t in text.split()] for text in frame["text"]]
x = pad_sequences(tokens, maxlen=MAXLEN, padding="post", truncating="post")
y = frame["label"].to_numpy()
n_classes = int(y.max()) + 1


def build_model(vocab_size):
    inputs = Input(shape=(MAXLEN,))
    h = Embedding(vocab_size, 64)(inputs)
    h = Dropout(0.2)(h)
    h = Bidirectional(CuDNNLSTM(32, return_sequences=True))(h)
    h = GlobalMaxPooling1D()(h)
    outputs = Dense(n_classes, activation="softmax")(h)
    model = Model(inputs, outputs)
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


scores = []
for fold, (tr, va) in enumerate(StratifiedKFold(2, shuffle=True, random_state=1).split(x, y)):
    model = build_model(int(x.max()) + 1)
    model.fit(x[tr], y[tr], batch_size=32, epochs=1, validation_data=(x[va], y[va]), verbose=2)
    predicted = np.argmax(model.predict(x[va], verbose=0), axis=1)
    scores.append(f1_score(y[va], predicted, average="macro"))
    print("fold", fold, "f1", round(scores[-1], 4))
print("mean f1", np.mean(scores))
