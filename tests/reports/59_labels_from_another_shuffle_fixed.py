# fixed twin of 59_labels_from_another_shuffle.py
import numpy as np
import tensorflow as tf
from sklearn.metrics import classification_report

X = np.random.randint(1, 300, (400, 20))
tags = (X > 250).astype("int32")


def dataset(x, y, shuffle):
    ds = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        ds = ds.shuffle(1000)
    return ds.batch(32)


train = dataset(X[:320], tags[:320], shuffle=True)
test = dataset(X[320:], tags[320:], shuffle=False)

ner = tf.keras.Sequential([
    tf.keras.layers.Embedding(300, 32),
    tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(32, return_sequences=True)),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
ner.compile("adam", "binary_crossentropy")
ner.fit(train, epochs=25)

predicted = (ner.predict(test) > 0.5).astype(int).ravel()
true = np.concatenate([y.numpy() for _, y in test]).ravel()
print(classification_report(true, predicted))
