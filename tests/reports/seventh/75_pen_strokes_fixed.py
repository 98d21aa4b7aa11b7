# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops

STEPS, LETTERS, LENGTH = 24, 6, 4


class CTCLoss(layers.Layer):
    """Adds the CTC loss of the letters and hands the scores on."""

    def call(self, scores, labels):
        count = ops.shape(scores)[0]
        steps = ops.full((count,), STEPS, dtype="int32")
        letters = ops.full((count,), LENGTH, dtype="int32")
        loss = ops.nn.ctc_loss(ops.cast(labels, "int32"), scores, letters, steps, mask_index=LETTERS)
        self.add_loss(ops.mean(loss))
        return scores


def write(count, seed):
    rng = np.random.default_rng(seed)
    words = rng.integers(0, LETTERS, (count, LENGTH))
    pen = np.repeat(np.eye(LETTERS)[words], STEPS // LENGTH, axis=1)
    return (pen + rng.normal(0, 0.2, pen.shape)).astype("float32"), words.astype("int32")


keras.utils.set_random_seed(12)
pen_train, words_train = write(300, seed=1)
pen_test, words_test = write(60, seed=2)

pen = keras.Input(shape=(STEPS, LETTERS), name="pen")
x = layers.Bidirectional(layers.LSTM(24, return_sequences=True))(pen)
x = layers.Dropout(0.2)(x)
scores = layers.Dense(LETTERS + 1, name="scores")(x)
words = keras.Input(shape=(LENGTH,), dtype="int32", name="words")
checked = CTCLoss()(scores, words)

trainer = keras.Model([pen, words], checked)
trainer.compile(optimizer=keras.optimizers.Adam(1e-2))
trainer.fit([pen_train, words_train], epochs=4, batch_size=32, verbose=0)
reader = keras.Model(pen, scores)
print("scores", reader.predict(pen_test, verbose=0).shape)
print("loss of new words", round(float(trainer.evaluate([pen_test, words_test], verbose=0)), 3))
