# line 14: error: Keras has no layer GatedConvLSTM2D (it came from a changed copy of TensorFlow); use ConvLSTM2D or define the layer
import numpy as np
import tensorflow as tf

keras = tf.keras

seq_len, size, classes, batch = 8, 14, 5, 4
rng = np.random.default_rng(11)
features = rng.random((16, seq_len, size, size, 8)).astype("float32")
labels = rng.integers(0, classes, 16)


def gatedclstm(inputs):
    gatedlstm2d = keras.layers.GatedConvLSTM2D(
        16, (3, 3),
        strides=(1, 1),
        padding="same",
        kernel_initializer="he_uniform",
        recurrent_initializer="he_uniform",
        kernel_regularizer=keras.regularizers.l2(0.00005),
        recurrent_regularizer=keras.regularizers.l2(0.00005),
        return_sequences=True,
        name="gatedclstm2d_2",
    )(inputs)
    return gatedlstm2d


inputs = keras.layers.Input(shape=(seq_len, size, size, 8), name="rgb_features")
x = gatedclstm(inputs)
x = keras.layers.TimeDistributed(keras.layers.MaxPooling2D((2, 2)))(x)
x = keras.layers.TimeDistributed(keras.layers.GlobalAveragePooling2D())(x)
x = keras.layers.GlobalAveragePooling1D()(x)
outputs = keras.layers.Dense(classes, activation="softmax", kernel_initializer="he_normal")(x)

model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.001, momentum=0.9),
              loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(features, labels, batch_size=batch, epochs=1, verbose=2)
