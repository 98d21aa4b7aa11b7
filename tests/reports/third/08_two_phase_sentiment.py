import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers

MAXLEN, DIM = 20, 50
df = pd.read_csv("reviews.csv")
train, test = train_test_split(df, test_size=0.2, random_state=4, stratify=df["sentiment"])

vec = layers.TextVectorization(max_tokens=3000, output_sequence_length=MAXLEN)
vec.adapt(train["review"].to_numpy())
x_train = vec(train["review"].to_numpy().astype(str)).numpy()
x_test = vec(test["review"].to_numpy().astype(str)).numpy()
y_train, y_test = train["sentiment"].to_numpy(), test["sentiment"].to_numpy()

glove = {}
for line in open("glove.50d.txt", encoding="utf-8"):
    w, *v = line.split()
    glove[w] = np.array(v, dtype="float32")
matrix = np.zeros((len(vec.get_vocabulary()), DIM), dtype="float32")
for i, w in enumerate(vec.get_vocabulary()):
    if w in glove:
        matrix[i] = glove[w]

embedding = layers.Embedding(len(matrix), DIM, mask_zero=True, trainable=False,
                             embeddings_initializer=tf.keras.initializers.Constant(matrix))
model = tf.keras.Sequential([
    tf.keras.Input(shape=(MAXLEN,)),
    embedding,
    layers.Bidirectional(layers.LSTM(24)),
    layers.Dropout(0.4),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(tf.keras.optimizers.Adam(1e-3), "binary_crossentropy", metrics=["accuracy"])

# phase 1: word vectors stay as they are
model.fit(x_train, y_train, validation_split=0.1, epochs=10, batch_size=32, verbose=2)

# phase 2: fine-tune the word vectors as well
before = embedding.get_weights()[0].copy()
embedding.trainable = True
model.fit(x_train, y_train, validation_split=0.1, epochs=10, batch_size=32, verbose=2)

print("largest change in the word vectors:", np.abs(embedding.get_weights()[0] - before).max())
print("test:", model.evaluate(x_test, y_test, verbose=0))
