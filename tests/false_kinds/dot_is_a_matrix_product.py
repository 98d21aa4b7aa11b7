# The product of matrices changes the last axis: the result has as many features as the second factor has columns.
# == frame
import numpy as np
import tensorflow as tf
import keras
from keras import Input, Sequential, layers

x = np.random.rand(40, 6, 3)
w = np.random.rand(3, 8)
y = np.random.rand(40, 1)
...
model = Sequential([Input((6, 8)), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(z, y, epochs=2)
# == np.dot
z = np.dot(x, w)
# == np.dot by keywords
z = np.dot(a=x, b=w)
# == method
z = x.dot(w)
# == operator
z = x @ w
# == operator in place
z = x
z = z @ w
z -= z.mean()
# == np.matmul
z = np.matmul(x, w)
# == alias of the function
from numpy import dot as project
z = project(x, w)
# == np.einsum
z = np.einsum("ntf,fk->ntk", x, w)
# == np.einsum with an ellipsis
z = np.einsum("...f,fk->...k", x, w)
# == np.tensordot over one axis
z = np.tensordot(x, w, axes=1)
# == np.tensordot over named axes
z = np.tensordot(x, w, axes=([2], [0]))
# == np.inner takes the last axes of both
z = np.inner(x, w.T)
# == np.linalg.multi_dot of two-dimensional data, then windows
flat = np.linalg.multi_dot([x.reshape(-1, 3), w, np.eye(8)])
z = flat.reshape(40, 6, 8)
# == tf.matmul
z = tf.matmul(x, tf.constant(w)).numpy()
# == tf.tensordot
z = tf.tensordot(tf.convert_to_tensor(x), w, 1)
z = np.asarray(z)
# == tf.linalg.matmul with a transposed factor
z = tf.linalg.matmul(x, np.random.rand(40, 8, 3), transpose_b=True).numpy()
# == keras.ops.matmul
z = keras.ops.convert_to_numpy(keras.ops.matmul(x, w))
# == a helper with default weights
def project(values, weights=w):
    return values.dot(weights)


z = project(x)
# == sample by sample in a comprehension
z = np.array([sample @ w for sample in x])
# == sample by sample into an empty array
z = np.empty((len(x), 6, 8))
for i in range(len(x)):
    z[i] = np.dot(x[i], w)
# == two products in a row
z = (x @ np.random.rand(3, 5)).dot(np.random.rand(5, 8))
# == the other side, transposed
z = np.matmul(w.T, x.transpose(0, 2, 1)).transpose(0, 2, 1)
# == a product of frames
import pandas as pd

table = pd.DataFrame(np.random.rand(240, 3), columns=["a", "b", "c"])
z = table.dot(pd.DataFrame(w, index=["a", "b", "c"])).values.reshape(40, 6, 8)
# == the target is a product of the last step
z = x @ w
y = np.dot(x[:, -1, :], np.random.rand(3, 1))
# == the input has five columns, the model wants eight -> LL116
z = x @ w[:, :5]
# == elementwise product keeps three features -> LL116
z = np.multiply(x, w[:, 0])
# == np.dot with a vector loses the axis -> LL116
z = np.dot(x, w[:, 0])
# == the target has eight columns, the head one unit -> LL104
z = x @ w
y = x[:, -1].dot(w)
# == an object that is called
class Projection:
    def __init__(self, weights):
        self.weights = weights

    def __call__(self, values):
        return np.matmul(values, self.weights)


z = Projection(w)(x)
