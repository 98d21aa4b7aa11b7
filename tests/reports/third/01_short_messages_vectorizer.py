import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split

df = pd.read_csv("reviews.csv")
train, rest = train_test_split(df, test_size=0.3, random_state=1, stratify=df["sentiment"])
val, test = train_test_split(rest, test_size=0.5, random_state=1, stratify=rest["sentiment"])

MAX_TOKENS, SEQ_LEN = 5000, 250
vectorizer = tf.keras.layers.TextVectorization(
    max_tokens=MAX_TOKENS, output_mode="int", output_sequence_length=SEQ_LEN)
vectorizer.adapt(train["review"].to_numpy())


def to_ds(frame, shuffle=False):
    x = vectorizer(tf.constant(frame["review"].to_numpy().astype(str)))
    ds = tf.data.Dataset.from_tensor_slices((x, frame["sentiment"].to_numpy()))
    if shuffle:
        ds = ds.shuffle(1000, seed=1)
    return ds.batch(32)


# the messages have about ten words each
inputs = tf.keras.Input(shape=(SEQ_LEN,), dtype="int64")
x = tf.keras.layers.Embedding(MAX_TOKENS, 32)(inputs)
x = tf.keras.layers.LSTM(32)(x)
x = tf.keras.layers.Dense(16, activation="relu")(x)
x = tf.keras.layers.Dropout(0.3)(x)
outputs = tf.keras.layers.Dense(1, activation="sigmoid")(x)
model = tf.keras.Model(inputs, outputs)

model.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.Adam(1e-3),
              metrics=["accuracy"])
history = model.fit(to_ds(train, shuffle=True), validation_data=to_ds(val),
                    epochs=10, verbose=2)
print("train acc per epoch:", [round(a, 3) for a in history.history["accuracy"]])
print("test:", model.evaluate(to_ds(test), verbose=0))
