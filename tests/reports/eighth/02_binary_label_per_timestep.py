# line 19: error: the last LSTM returns every step, there is one label a text; return_sequences away
import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.sequence import pad_sequences

np.random.seed(11)
reviews = [list(np.random.randint(1, 500, size=np.random.randint(5, 40))) for _ in range(160)]
labels = np.random.randint(0, 2, size=160)

max_length = 32
padded = pad_sequences(reviews, maxlen=max_length, padding="post", truncating="post")
train_x, valid_x = padded[:128], padded[128:]
train_y, valid_y = labels[:128], labels[128:]


def make_classifier(vocab_size):
    net = tf.keras.Sequential([
        tf.keras.layers.Embedding(vocab_size, 16),
        tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(12, return_sequences=True)),
        tf.keras.layers.Dense(16, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    net.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return net


classifier = make_classifier(500)
stop = tf.keras.callbacks.EarlyStopping(monitor="val_loss", patience=2)
history = classifier.fit(train_x, train_y, validation_data=(valid_x, valid_y),
                         callbacks=[stop], batch_size=32, epochs=1, verbose=2)
print(history.history["val_accuracy"])
