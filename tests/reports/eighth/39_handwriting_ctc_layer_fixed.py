# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops

N_CHARS, MAX_LEN, WIDTH, HEIGHT = 10, 4, 32, 16


class CTCLayer(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.loss_fn = ops.ctc_loss

    def call(self, y_true, y_pred):
        batch_len = ops.shape(y_true)[0]
        input_length = y_pred.shape[1] * ops.ones((batch_len,), dtype="int32")
        label_length = y_true.shape[1] * ops.ones((batch_len,), dtype="int32")
        loss = self.loss_fn(y_true, y_pred, label_length, input_length)
        self.add_loss(ops.mean(loss))
        return y_pred


def build_model():
    image = keras.Input((WIDTH, HEIGHT, 1), name="image")
    label = keras.Input((MAX_LEN,), dtype="int32", name="label")
    x = layers.Conv2D(8, 3, activation="relu", padding="same")(image)
    x = layers.MaxPooling2D((2, 2))(x)
    x = layers.Reshape((WIDTH // 2, (HEIGHT // 2) * 8))(x)
    x = layers.Dense(16, activation="relu")(x)
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    x = layers.Dense(N_CHARS + 1, name="dense2")(x)
    out = CTCLayer(name="ctc_loss")(label, x)
    model = keras.Model([image, label], out)
    model.compile(optimizer=keras.optimizers.Adam())
    return model


words = np.random.rand(24, WIDTH, HEIGHT, 1).astype("float32")
codes = np.random.randint(1, N_CHARS + 1, (24, MAX_LEN))
model = build_model()
model.fit({"image": words, "label": codes}, batch_size=8, epochs=1, verbose=0)
