# line 31: four classes of which one is true, with categorical crossentropy: the last layer wants softmax, sigmoid gives values that do not add up to one. Error.
import numpy as np
import pandas as pd
import keras
from keras.layers import LSTM, Dense, Embedding

keras.utils.set_random_seed(42)
rng = np.random.default_rng(42)

topics = {
    "late": "late days waiting yesterday promised".split(),
    "broken": "broken glass dented torn box".split(),
    "lost": "lost nowhere tracking missing vanished".split(),
    "price": "price refund charged fee expensive".split(),
}
filler = "the my parcel was please driver again and street".split()
rows = []
for _ in range(480):
    topic = rng.choice(list(topics))
    words = list(rng.choice(topics[topic], 3)) + list(rng.choice(filler, 7))
    rng.shuffle(words)
    rows.append((" ".join(words), topic))
mails = pd.DataFrame(rows, columns=["text", "topic"])

vectorize = keras.layers.TextVectorization(output_sequence_length=10)
vectorize.adapt(mails["text"].iloc[:400].tolist())
ids = np.asarray(vectorize(mails["text"].tolist()))
labels = pd.get_dummies(mails["topic"]).to_numpy("float32")

net = keras.Sequential([keras.Input(shape=(10,), dtype="int32"), Embedding(vectorize.vocabulary_size(), 16), LSTM(24)])
net.add(Dense(4, activation="sigmoid"))
net.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["categorical_accuracy"])
net.fit(ids[:400], labels[:400], epochs=12, batch_size=32, verbose=0)

share = net.predict(ids[400:], verbose=0)
print("sum over the topics: from", round(float(share.sum(1).min()), 3), "to", round(float(share.sum(1).max()), 3))
print("right", round(net.evaluate(ids[400:], labels[400:], verbose=0)[1], 3))
