import numpy as np
import tensorflow as tf

x, y = np.random.rand(80, 10, 2).astype("float32"), np.arange(80) % 2
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(80)
train, test = data.take(64).batch(8), data.skip(64).batch(8)
model = tf.keras.Sequential(
    [tf.keras.Input((10, 2)), tf.keras.layers.GRU(8, activation="sigmoid"), tf.keras.layers.Dense(1)]
)
model.compile("adam", "binary_crossentropy", metrics="accuracy")
model.fit(train, epochs=1, validation_data=test)
