# line 20: error: the layer overrides __call__ instead of call; name it call
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Layer, Dense, LSTM, Input
from tensorflow.keras.models import Model


class FrameAttention(Layer):
    def __init__(self, units_att):
        super().__init__()
        self.units_att = units_att
        self.W = Dense(units_att)
        self.V = Dense(1)

    def build(self, input_shape):
        self.W.build(input_shape)
        self.V.build((input_shape[0], input_shape[1], self.units_att))
        self.built = True

    def __call__(self, values):
        score = self.V(tf.nn.tanh(self.W(values)))
        attention_weights = tf.nn.softmax(score, axis=1)
        context_vector = attention_weights * values
        return tf.reduce_sum(context_vector, axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[2])


def get_model(steps, feats, n_actions):
    frames = Input(shape=(steps, feats))
    hidden = LSTM(24, return_sequences=True)(frames)
    pooled = FrameAttention(12)(hidden)
    action = Dense(n_actions, activation="softmax")(pooled)
    return Model(frames, action)


features = np.random.rand(64, 15, 20).astype("float32")
actions = np.random.randint(0, 5, size=64)
train_x, val_x = features[:48], features[48:]
train_y, val_y = actions[:48], actions[48:]

net = get_model(15, 20, 5)
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(train_x, train_y, validation_data=(val_x, val_y), batch_size=16, epochs=1)
