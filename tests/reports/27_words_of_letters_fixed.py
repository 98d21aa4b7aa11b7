# fixed twin of 27_words_of_letters.py
import numpy as np
import tensorflow as tf

WORDS, LETTERS = 15, 9
documents = np.random.randint(1, 60, (120, WORDS, LETTERS))
topic = np.random.randint(0, 6, 120)

inputs = tf.keras.layers.Input(shape=(WORDS, LETTERS), dtype="int32")
letters = tf.keras.layers.Embedding(60, 12)(inputs)
words = tf.keras.layers.TimeDistributed(tf.keras.layers.LSTM(24))(letters)
text = tf.keras.layers.LSTM(24)(words)
topics = tf.keras.layers.Dense(6, activation="softmax")(text)
model = tf.keras.models.Model(inputs, topics)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(documents, topic, epochs=4, batch_size=24)
