import numpy as np
import keras
from keras.utils import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

TOPICS = {
    "invoice": "invoice bill charged twice refund amount payment".split(),
    "delivery": "parcel late courier arrived tracking address lost".split(),
    "product": "broken cracked screen battery defect replace warranty".split(),
}
NAMES = list(TOPICS)
rng = np.random.default_rng(23)


def letters(n):
    labels = rng.integers(0, 3, n)
    filler = "dear team please my order the was i and".split()
    return [" ".join(rng.permutation(list(rng.choice(filler, 5)) + list(rng.choice(TOPICS[NAMES[k]], 3))))
            for k in labels], labels


def text_to_ids(texts, tokenizer=None, length=10):
    if tokenizer is None:
        tokenizer = Tokenizer(num_words=1000, oov_token="UNK")
        tokenizer.fit_on_texts(texts)
    return pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=length), tokenizer


train_texts, train_labels = letters(400)
ids, tokenizer = text_to_ids(train_texts)

model = keras.Sequential([
    keras.Input((10,)),
    keras.layers.Embedding(len(tokenizer.word_index) + 1, 16, mask_zero=True),
    keras.layers.LSTM(16),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(ids, train_labels, epochs=8, batch_size=16, verbose=0)


def answer(texts):
    new_ids, _ = text_to_ids(texts, tokenizer)
    return model.predict(new_ids, verbose=0).argmax(axis=1)


inbox, truth = letters(20)
print("right department:", np.mean(answer(inbox) == truth))
