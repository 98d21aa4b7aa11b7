# the same work with the smallest change
import numpy as np
from tensorflow import keras

SEQ_LEN, SIZE, CLASSES = 8, 28, 5


def res3d_features(inputs):
    x = keras.layers.Conv3D(16, (3, 5, 5), strides=(1, 2, 2), padding="same", use_bias=False)(inputs)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Activation("relu")(x)
    y = keras.layers.Conv3D(16, 3, padding="same", activation="relu")(x)
    return keras.layers.Add()([x, y])


def build(depth=2):
    inputs = keras.Input(shape=(SEQ_LEN, SIZE, SIZE, 3))
    x = res3d_features(inputs)
    for k in range(depth):
        x = keras.layers.ConvLSTM2D(
            filters=16,
            kernel_size=(3, 3),
            padding="same",
            kernel_initializer="he_normal",
            recurrent_initializer="he_normal",
            return_sequences=k < depth - 1,
            name=f"gatedclstm2d_{k + 1}",
        )(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(CLASSES, activation="softmax")(x)
    return keras.Model(inputs, outputs)


clips = np.load("gestures.npz")
videos = clips["videos"].astype("float32") / 255.0
labels = keras.utils.to_categorical(clips["labels"], CLASSES)

model = build()
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(videos, labels, batch_size=4, epochs=1)
