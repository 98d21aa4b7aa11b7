# Elementwise functions broadcast: an axis of one is stretched to that of the other.
# == frame
import numpy as np
import tensorflow as tf
import keras
from keras import Input, Model, layers

a = np.random.rand(40, 1, 3)
b = np.random.rand(40, 6, 3)
y = np.random.rand(40, 1)
...
i = Input((6, 3))
model = Model(i, layers.Dense(1)(layers.LSTM(4)(i)))
model.compile("adam", "mse")
model.fit(z, y, epochs=2)
# == np.maximum
z = np.maximum(a, b)
# == np.minimum with a scalar first
z = np.minimum(0.5, b)
# == np.fmax with a row
z = np.fmax(np.zeros(3), b)
# == operator
z = a + b
# == operator with the longer on the right
z = a - b * 0.1
# == in place on the longer
z = b.copy()
z -= a
# == np.add
z = np.add(a, b)
# == np.subtract, out and dtype given
z = np.subtract(a, b, dtype="float64")
# == np.power
z = np.power(a, b)
# == np.where over three shapes
z = np.where(b > 0.5, a, 0.0)
# == np.where whose condition is small
z = np.where(a > 0.5, b, np.zeros(3))
# == np.clip with an array as bound
z = np.clip(a, 0, b)
# == np.hypot of an outer sum
z = np.hypot(a, np.ones((6, 1)))
# == np.arctan2
from numpy import arctan2

z = arctan2(a, b)
# == np.logical_and, then numbers
z = np.logical_and(a > 0.5, b > 0.5).astype("float32")
# == np.broadcast_to
z = np.broadcast_to(a, (40, 6, 3))
# == np.broadcast_arrays
z, _ = np.broadcast_arrays(a, b)
# == tf.maximum
z = tf.maximum(a, b).numpy()
# == tf.math.multiply
z = tf.math.multiply(tf.constant(a), b)
# == keras.ops.maximum
z = keras.ops.convert_to_numpy(keras.ops.maximum(a, b))
# == a new axis by None
z = np.random.rand(40, 6)[..., None] * np.random.rand(3)
# == np.expand_dims and a column
z = np.expand_dims(np.random.rand(40, 6), -1) + np.zeros((1, 1, 3))
# == the outer method of a ufunc
z = np.multiply.outer(np.random.rand(40, 6), np.random.rand(3))
# == a helper for the residual
def residual(first, second):
    return np.maximum(first - second, 0)


z = residual(a, b)
# == np.ones_like of the shorter
z = np.ones_like(a) * b
# == reduced with kept dimensions, subtracted again
z = b - b.mean(axis=1, keepdims=True)
# == np.maximum.reduce of a list
z = np.maximum.reduce([b, np.zeros_like(b), np.ones_like(b) * 0.1])
# == the shorter stays short -> LL116
z = np.maximum(a, 0.5)
# == twelve columns come out of twelve -> LL116
z = np.maximum(np.random.rand(40, 6, 1), np.random.rand(12))
# == the target has two columns -> LL104
z = a + b
y = np.maximum(np.random.rand(40, 1), np.random.rand(2))
