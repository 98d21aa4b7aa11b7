import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.utils import pad_sequences

CAPTIONS = [
    "a dog runs over the grass", "two dogs play with a ball", "a cat sleeps on the sofa",
    "the cat looks out of a window", "a puppy carries a stick", "three kittens sit in a basket",
    "the dog catches a red ball", "a kitten climbs the curtain", "a dog swims in the lake",
    "the cat hunts a toy mouse",
]
IS_DOG = np.array([1, 1, 0, 0, 1, 0, 1, 0, 1, 0])

tokenizer = Tokenizer()
tokenizer.fit_on_texts(CAPTIONS)
sequences = pad_sequences(tokenizer.texts_to_sequences(CAPTIONS), padding="post")
vocab_size = len(tokenizer.word_index) + 1

model = tf.keras.Sequential([
    tf.keras.Input(shape=(sequences.shape[1],)),
    tf.keras.layers.Embedding(vocab_size, 8, mask_zero=True),
    tf.keras.layers.GRU(8),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(sequences, IS_DOG, epochs=5, batch_size=5, verbose=0)

new = pad_sequences(tokenizer.texts_to_sequences(["the puppy runs", "a cat sits"]),
                    maxlen=sequences.shape[1], padding="post")
print(model.predict(new, verbose=0).ravel())
