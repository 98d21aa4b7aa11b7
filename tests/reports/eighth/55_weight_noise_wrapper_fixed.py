# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


class LearnedDropout(layers.Wrapper):
    def __init__(self, layer, weight_regularizer=1e-6, **kwargs):
        super().__init__(layer, **kwargs)
        self.weight_regularizer = weight_regularizer

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)
        self.p_logit = self.add_weight(name="p_logit", shape=(1,),
                                       initializer="zeros")
        self.watched = self.layer.cell.kernel
        self.built = True

    def call(self, inputs):
        p = ops.sigmoid(self.p_logit)
        self.add_loss(self.weight_regularizer
                      * ops.sum(ops.square(self.watched)) / (1.0 - p[0]))
        return self.layer(inputs * (1.0 - p))


x = np.random.rand(50, 7, 3).astype("float32")
y = x.sum(axis=(1, 2)).reshape(-1, 1)

inp = keras.Input(shape=(7, 3))
h = LearnedDropout(layers.LSTM(10))(inp)
out = layers.Dense(1)(h)
model = keras.Model(inp, out)
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=1, batch_size=10, verbose=0)
print(model.evaluate(x, y, verbose=0))
