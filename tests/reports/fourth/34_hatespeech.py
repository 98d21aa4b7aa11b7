import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, train_test_split

SEQ_LEN, VOCAB = 40, 10000

tweets = pd.read_csv("hate.csv")
y = tweets["label"].to_numpy()          # 0 none, 1 racist, 2 sexist
texts = tweets["tweet"].to_numpy()


def lstm_model():
    model = Sequential([
        Input((SEQ_LEN,)),
        layers.Embedding(VOCAB, 64, mask_zero=True),
        layers.Dropout(0.25),
        layers.LSTM(50),
        layers.Dropout(0.5),
        layers.Dense(3, activation="softmax"),
    ])
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam",
                  metrics=["accuracy"])
    return model


folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=42)
model = lstm_model()
scores = []
for k, (train, test) in enumerate(folds.split(texts, y)):
    train, valid = train_test_split(train, test_size=0.1, stratify=y[train], random_state=k)
    vec = layers.TextVectorization(max_tokens=VOCAB, output_sequence_length=SEQ_LEN)
    vec.adapt(texts[train])
    X = np.asarray(vec(texts))
    model.fit(X[train], y[train], epochs=10, batch_size=64, verbose=0,
              validation_data=(X[valid], y[valid]))
    pred = model.predict(X[test], verbose=0).argmax(axis=1)
    scores.append(f1_score(y[test], pred, average="macro"))
    print("fold", k, "macro F1", scores[-1])
print("mean", np.mean(scores))
