# the same work with the smallest change
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

tf.random.set_seed(22)
np.random.seed(22)

batch_size, total_words, max_review_len, embedding_len = 32, 500, 20, 16

x_train = np.random.randint(1, total_words, (128, max_review_len))
y_train = (x_train.mean(axis=1) > total_words / 2).astype("int32")
x_test = np.random.randint(1, total_words, (64, max_review_len))
y_test = (x_test.mean(axis=1) > total_words / 2).astype("int32")

train_data = tf.data.Dataset.from_tensor_slices((x_train, y_train))
train_data = train_data.shuffle(1000).batch(batch_size, drop_remainder=True)
test_data = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(batch_size, drop_remainder=True)


class MyRNN(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.units = units
        self.embedding = layers.Embedding(total_words, embedding_len)
        self.RNNCell0 = layers.SimpleRNNCell(units, dropout=0.5)
        self.outlayer = layers.Dense(1)

    def call(self, inputs, training=None):
        x = self.embedding(inputs)
        self.RNNCell0.reset_dropout_mask()
        state0 = [tf.zeros([batch_size, self.units])]
        for word in tf.unstack(x, axis=1):
            out0, state0 = self.RNNCell0(word, state0, training=training)
        return tf.sigmoid(self.outlayer(out0))


model = MyRNN(32)
model.compile(optimizer=keras.optimizers.Adam(0.001), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train_data, epochs=2, validation_data=test_data)
model.evaluate(test_data)
