import numpy as np
from keras import Sequential, layers
from keras.datasets import reuters
from keras.utils import pad_sequences, to_categorical

top_words, max_review_length, n_topics = 5000, 200, 46

(X_train, y_train), (X_test, y_test) = reuters.load_data(num_words=top_words, seed=113)
X_train = pad_sequences(X_train, maxlen=max_review_length)
X_test = pad_sequences(X_test, maxlen=max_review_length)
Y_train = to_categorical(y_train, n_topics)
Y_test = to_categorical(y_test, n_topics)

model = Sequential([
    layers.Input((max_review_length,)),
    layers.Embedding(top_words, 64, mask_zero=True),
    layers.Dropout(0.2),
    layers.LSTM(100),
    layers.Dropout(0.2),
    layers.Dense(n_topics, activation="softmax"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, Y_train, validation_split=0.1, epochs=10, batch_size=64)

scores = model.evaluate(X_test, Y_test, verbose=0)
print("%s: %.2f%%" % ("accuracy", scores[1] * 100))
preds = model.predict(X_test[:5])
print(preds.argmax(axis=1), y_test[:5])
