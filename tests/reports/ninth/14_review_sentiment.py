# line 5: error: model_from_yaml was removed from Keras (and model.to_yaml with it): ImportError; keep the architecture as JSON with to_json / model_from_json, or save the whole model
import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense, Dropout, Embedding
from keras.models import Sequential, model_from_yaml
from keras.utils import pad_sequences

MAXLEN = 60

reviews = pd.read_csv("reviews.csv")
words = sorted({w for text in reviews["text"] for w in text.lower().split()})
index = {w: i + 1 for i, w in enumerate(words)}


def encode(texts):
    rows = [[index.get(w, 0) for w in text.lower().split()] for text in texts]
    return pad_sequences(rows, maxlen=MAXLEN)


x = encode(reviews["text"])
y = reviews["positive"].to_numpy()

model = Sequential()
model.add(Embedding(len(index) + 1, 100))
model.add(LSTM(50))
model.add(Dropout(0.5))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, batch_size=32, epochs=2)

with open("lstm.yml", "w") as out:
    out.write(model.to_yaml())
model.save_weights("lstm.weights.h5")

with open("lstm.yml") as f:
    restored = model_from_yaml(f.read())
restored.load_weights("lstm.weights.h5")

for text in ["the print is poor and pages are missing", "a very good book"]:
    score = restored.predict(encode([text]), verbose=0)[0, 0]
    print(text, "positive" if score > 0.5 else "negative")
