# line 36: error: the GRU layer object is never called, so a layer and not a tensor goes into Dense; write layers.GRU(64)(x)
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras import layers

train_df = pd.read_csv("train.csv")
train_df = train_df.sample(frac=1, random_state=42)
split = int(0.9 * len(train_df))
train_sentences = train_df["text"].to_numpy()[:split]
train_labels = train_df["target"].to_numpy()[:split]
val_sentences = train_df["text"].to_numpy()[split:]
val_labels = train_df["target"].to_numpy()[split:]

max_vocab_length = 10000
max_length = 15

text_vectorizer = layers.TextVectorization(
    max_tokens=max_vocab_length,
    output_mode="int",
    output_sequence_length=max_length,
)
text_vectorizer.adapt(train_sentences)
train_tokens = text_vectorizer(train_sentences)
val_tokens = text_vectorizer(val_sentences)

model_3_embedding = layers.Embedding(
    input_dim=max_vocab_length,
    output_dim=128,
    embeddings_initializer="uniform",
    name="embedding_3",
)

inputs = layers.Input(shape=(max_length,), dtype="int64")
x = model_3_embedding(inputs)
x = layers.GRU(64)
outputs = layers.Dense(1, activation="sigmoid")(x)
model_3 = tf.keras.Model(inputs, outputs, name="model_3_gru")

model_3.compile(loss="binary_crossentropy",
                optimizer=tf.keras.optimizers.Adam(),
                metrics=["accuracy"])
model_3.summary()
model_3.fit(train_tokens, train_labels, epochs=2, validation_data=(val_tokens, val_labels))
pred_probs = model_3.predict(val_tokens)
print(np.round(pred_probs[:10]).squeeze())
