# line 31: warning: short texts are filled up to 200 words behind, nothing masks that; mask_zero=True
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

good = ["a lovely warm film", "great acting and a great story", "i loved every minute",
        "wonderful music", "one of the best films this year"]
bad = ["a dull and boring film", "terrible acting", "i hated every minute of it",
       "the story makes no sense", "one of the worst films this year"]
texts = np.array((good + bad) * 20)
labels = np.array(([1] * len(good) + [0] * len(bad)) * 20)
order = np.random.default_rng(5).permutation(len(texts))
texts, labels = texts[order], labels[order]

train_ds = tf.data.Dataset.from_tensor_slices((texts[:160], labels[:160])).batch(16)
val_ds = tf.data.Dataset.from_tensor_slices((texts[160:], labels[160:])).batch(16)

vectorize = layers.TextVectorization(max_tokens=2000, output_mode="int",
                                     output_sequence_length=200)
vectorize.adapt(train_ds.map(lambda x, y: x))


def to_ids(x, y):
    return vectorize(x), y


train_ids = train_ds.map(to_ids).cache().prefetch(2)
val_ids = val_ds.map(to_ids).cache().prefetch(2)

inputs = tf.keras.Input(shape=(None,), dtype="int64")
x = layers.Embedding(2000, 32)(inputs)
x = layers.LSTM(32)(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)

model = tf.keras.Model(inputs, outputs)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train_ids, validation_data=val_ids, epochs=2, verbose=2)
