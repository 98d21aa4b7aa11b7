# line 17 (also 31): error: a recurrent layer of Keras 3 cannot take a RaggedTensor; pad and mask
import numpy as np
import pandas as pd
import tensorflow as tf
import keras
from keras import layers

keras.utils.set_random_seed(13)
rng = np.random.default_rng(13)

# a frame with one recording a row
frame = pd.DataFrame({
    "beats": [rng.normal(0, 0.3, size=n).cumsum() for n in rng.integers(20, 45, size=60)],
})
frame["rhythm"] = [int(b[-1] > 0) + 2 * int(b.std() > 1) for b in frame["beats"]]

signals = tf.ragged.constant([b[:, None].tolist() for b in frame["beats"]],
                             ragged_rank=1, dtype=tf.float32)
labels = tf.one_hot(frame["rhythm"].to_numpy(), 4)

train_x, test_x = signals[:48], signals[48:]
train_y, test_y = labels[:48], labels[48:]

ecg = keras.Sequential([
    keras.Input(shape=(None, 1)),
    layers.Masking(mask_value=-99.0),
    layers.LSTM(12),
    layers.Dense(4, activation="softmax"),
])
ecg.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
ecg.fit(train_x, train_y, epochs=1, batch_size=12, verbose=0)
print(ecg.evaluate(test_x, test_y, verbose=0))
