# fixed twin of 08_ratings_three_classes.py
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from keras.layers import TextVectorization, Embedding, LSTM, Dense, Dropout, Input
from keras.models import Sequential
from keras.utils import to_categorical

data = pd.read_csv("reviews.csv")  # columns: text, rating (1 bad, 2 neutral, 3 good)
texts = data["text"].astype(str).to_numpy()
ratings = data["rating"].to_numpy()

txt_train, txt_test, y_train, y_test = train_test_split(
    texts, ratings, test_size=0.2, random_state=3, stratify=ratings)

vec = TextVectorization(max_tokens=500, output_sequence_length=12)
vec.adapt(txt_train)
X_train = vec(txt_train).numpy()
X_test = vec(txt_test).numpy()

y_train = to_categorical(y_train - 1)
y_test = to_categorical(y_test - 1)
print(X_train.shape, y_train.shape)

model = Sequential()
model.add(Input(shape=(12,)))
model.add(Embedding(500, 16, mask_zero=True))
model.add(LSTM(24))
model.add(Dropout(0.3))
model.add(Dense(3, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam",
              metrics=["accuracy"])
model.fit(X_train, y_train, epochs=2, batch_size=16, validation_split=0.1,
          verbose=2)
loss, acc = model.evaluate(X_test, y_test, verbose=0)
print("test accuracy %.3f" % acc)
