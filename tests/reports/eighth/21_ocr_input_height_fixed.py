# the same work with the smallest change
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

img_width, img_height = 48, 24
n_chars = 10

pictures = np.random.rand(32, img_width, img_height, 1).astype("float32")
codes = np.random.randint(0, n_chars, size=(32, img_width // 4))


def build_model():
    input_img = layers.Input(shape=(img_width, img_height, 1), name="image", dtype="float32")

    x = layers.Conv2D(8, (3, 3), activation="relu", kernel_initializer="he_normal",
                      padding="same", name="Conv1")(input_img)
    x = layers.MaxPooling2D((2, 2), name="pool1")(x)
    x = layers.Conv2D(16, (3, 3), activation="relu", kernel_initializer="he_normal",
                      padding="same", name="Conv2")(x)
    x = layers.MaxPooling2D((2, 2), name="pool2")(x)

    new_shape = ((img_width // 4), (img_height // 4) * 16)
    x = layers.Reshape(target_shape=new_shape, name="reshape")(x)
    x = layers.Dense(32, activation="relu", name="dense1")(x)
    x = layers.Dropout(0.2)(x)

    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True, dropout=0.25))(x)
    x = layers.Bidirectional(layers.LSTM(8, return_sequences=True, dropout=0.25))(x)
    output = layers.Dense(n_chars, activation="softmax", name="dense2")(x)

    model = tf.keras.models.Model(inputs=input_img, outputs=output, name="ocr_model")
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model


ocr = build_model()
ocr.summary()
ocr.fit(pictures, codes, batch_size=8, epochs=1)
