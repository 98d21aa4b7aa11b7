# fixed twin of 25_gesture_convlstm.py
import numpy as np
import keras
from keras import layers

seq_len, size, channels = 8, 12, 1
num_classes = 3
rng = np.random.default_rng(2)


def clips(n):
    x = rng.random((n, seq_len, size, size, channels)).astype("float32") * 0.2
    y = rng.integers(0, num_classes, n)
    for i, c in enumerate(y):
        for t in range(seq_len):
            x[i, t, t + 2, 2 + 3 * c, 0] = 1.0
    return x, y


x_train, y_train = clips(48)
x_val, y_val = clips(16)


def res_block(x, filters):
    h = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    h = layers.Conv2D(filters, 3, padding="same")(h)
    return layers.Activation("relu")(layers.add([x, h]))


inputs = keras.Input((seq_len, size, size, channels))
x = layers.ConvLSTM2D(8, (3, 3), padding="same", return_sequences=True, name="clstm_1")(inputs)
x = layers.ConvLSTM2D(16, (3, 3), padding="same", name="clstm_2")(x)
featmap_2d = layers.Reshape((size, size, 16), name="clstm_reshape")(x)
x = res_block(featmap_2d, 16)
x = layers.MaxPooling2D(2)(x)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.3)(x)
outputs = layers.Dense(num_classes, activation="softmax")(x)

model = keras.Model(inputs, outputs)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=1,
          batch_size=8, verbose=2)
