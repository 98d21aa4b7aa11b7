# expect: line 18: the model has 2 outputs, metrics one entry; give one a output, metrics=["accuracy", "accuracy"] (error)
import numpy as np
import tensorflow as tf
from tensorflow.keras.losses import CategoricalCrossentropy
from tensorflow.keras.optimizers import Adam


class MoveReader:
    def __init__(self, learning_rate=0.001):
        board = tf.keras.Input((16, 8))
        shared = tf.keras.layers.LSTM(32)(board)
        piece = tf.keras.layers.Dense(6, activation="softmax", name="piece")(shared)
        square = tf.keras.layers.Dense(8, activation="softmax", name="square")(shared)
        self._model = tf.keras.Model(board, [piece, square])
        self._model.compile(
            loss=CategoricalCrossentropy(),
            optimizer=Adam(learning_rate=learning_rate),
            metrics=["accuracy"],
        )

    def train(self, x, piece, square):
        return self._model.fit(x, [piece, square], epochs=5, batch_size=25)


reader = MoveReader()
reader.train(
    np.random.rand(100, 16, 8),
    np.eye(6)[np.random.randint(0, 6, 100)],
    np.eye(8)[np.random.randint(0, 8, 100)],
)
