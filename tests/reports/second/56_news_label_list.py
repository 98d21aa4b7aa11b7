# expect: line 44 (also 25): the names are typed in by hand in another order than label_tokenizer numbered them: right class numbers get wrong names; use label_tokenizer.index_word (warning)
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras.layers import Bidirectional, Dense, Embedding, LSTM
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

vocab_size, embedding_dim, max_length = 400, 16, 12

news = pd.read_csv("bbc-text.csv").sample(frac=1, random_state=1)
articles, topics = news["text"].tolist(), news["category"].tolist()
train_size = int(len(articles) * 0.8)

tokenizer = Tokenizer(num_words=vocab_size, oov_token="<OOV>")
tokenizer.fit_on_texts(articles[:train_size])


def to_matrix(texts):
    return pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=max_length,
                         padding="pre", truncating="post")


label_tokenizer = Tokenizer()
label_tokenizer.fit_on_texts(topics)
y = np.array(label_tokenizer.texts_to_sequences(topics))[:, 0]
X_train, y_train = to_matrix(articles[:train_size]), y[:train_size]
X_test, y_test = to_matrix(articles[train_size:]), y[train_size:]

model = tf.keras.Sequential([
    tf.keras.Input((max_length,)),
    Embedding(vocab_size, embedding_dim, mask_zero=True),
    Bidirectional(LSTM(embedding_dim)),
    Dense(6, activation="softmax"),  # label numbers start at 1
])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"],
              optimizer=tf.keras.optimizers.Adam(0.01))
model.fit(X_train, y_train, epochs=8, validation_split=0.1, verbose=0)
print("test accuracy %.3f" % model.evaluate(X_test, y_test, verbose=0)[1])

samples = ["shares profit bank market growth in the quarter",
           "minister election vote party parliament"]
pred = model.predict(to_matrix(samples), verbose=0)
labels = ["sport", "business", "politics", "tech", "entertainment"]
for text, p in zip(samples, pred):
    print(labels[int(np.argmax(p)) - 1], "<-", text)
