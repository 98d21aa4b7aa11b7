# fixed twin of 51_review_service.py
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Embedding, GRU, Input
from tensorflow.keras.models import Sequential, load_model
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

num_words = 200
max_tokens = 10
pad = "pre"

good = ["great movie loved it", "wonderful acting great story", "loved every minute",
        "brilliant and moving film", "great fun for everyone"]
bad = ["worst movie ever", "boring story bad acting", "hated every minute",
       "dull and slow film", "bad jokes for nobody"]
train_text = (good + bad) * 6
train_y = np.array(([1] * 5 + [0] * 5) * 6)


def train():
    tokenizer = Tokenizer(num_words=num_words)
    tokenizer.fit_on_texts(train_text)
    x = pad_sequences(tokenizer.texts_to_sequences(train_text), maxlen=max_tokens,
                      padding=pad, truncating=pad)
    model = Sequential([
        Input((max_tokens,)),
        Embedding(num_words, 8, mask_zero=True),
        GRU(16),
        Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.Adam(0.01),
                  metrics=["accuracy"])
    model.fit(x, train_y, epochs=8, batch_size=16, verbose=0)
    model.save("sentiment.keras")
    with open("tokenizer.json", "w") as f:
        f.write(tokenizer.to_json())


def classify(texts):
    tokenizer = tf.keras.preprocessing.text.tokenizer_from_json(open("tokenizer.json").read())
    tokens = tokenizer.texts_to_sequences(texts)
    tokens_pad = pad_sequences(tokens, maxlen=max_tokens, padding=pad, truncating=pad)
    new_model = load_model("sentiment.keras")
    return new_model.predict(tokens_pad, verbose=0)


train()
print(classify(["Great movie!", "Worst movie ever!"]))
