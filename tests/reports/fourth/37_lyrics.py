import numpy as np
import tensorflow as tf
from tensorflow import keras

corpus = open("lyrics.txt", encoding="utf-8").read().replace("\n", " ")
chars = sorted(set(corpus))
char_to_idx = {c: i for i, c in enumerate(chars)}
idx = np.array([char_to_idx[c] for c in corpus])
num_steps = 35

cut = int(len(idx) * 0.9)


def consecutive(part):
    n = (len(part) - 1) // num_steps
    return (part[:n * num_steps].reshape(n, num_steps),
            part[1:n * num_steps + 1].reshape(n, num_steps))


train_ds = tf.data.Dataset.from_tensor_slices(consecutive(idx[:cut])).shuffle(5000).batch(32)
valid_ds = tf.data.Dataset.from_tensor_slices(consecutive(idx[cut:])).batch(32)

model = keras.Sequential([
    keras.Input((None,)),
    keras.layers.Embedding(len(chars), 64),
    keras.layers.GRU(256, return_sequences=True),
    keras.layers.Dense(len(chars)),
])
model.compile(optimizer=keras.optimizers.Adam(1e-3, clipnorm=1.0),
              loss="sparse_categorical_crossentropy")


class Perplexity(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print("epoch", epoch + 1, "perplexity", np.exp(logs["val_loss"]))


model.fit(train_ds, validation_data=valid_ds, epochs=40, verbose=0,
          callbacks=[Perplexity()])
model.save("lyrics.keras")
