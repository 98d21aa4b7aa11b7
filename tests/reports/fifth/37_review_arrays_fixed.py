import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, Embedding, GRU, Dense
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.utils import pad_sequences

rng = np.random.default_rng(90)
GOOD = "great lovely moving brilliant funny superb".split()
BAD = "boring weak dreadful silly flat poor".split()
REST = "the film plot actor scene and was with story".split()


def reviews(n):
    y = rng.integers(0, 2, n)
    texts = [" ".join(list(rng.choice(REST, 4)) + [rng.choice(GOOD if k else BAD)]) for k in y]
    return np.array(texts, dtype=object), y


X_train, y_train = reviews(200)
X_test, y_test = reviews(200)

tokenizer_obj = Tokenizer()
total_reviews = X_train
tokenizer_obj.fit_on_texts(total_reviews)
max_length = max(len(s.split()) for s in X_train)
vocab_size = len(tokenizer_obj.word_index) + 1


def encoded(texts):
    return pad_sequences(tokenizer_obj.texts_to_sequences(texts), maxlen=max_length, padding="post")


model = Sequential([
    Input(shape=(max_length,)),
    Embedding(vocab_size, 16, mask_zero=True),
    GRU(16),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(encoded(X_train), y_train, batch_size=16, epochs=6, verbose=0)
print("vocabulary", vocab_size, "accuracy", model.evaluate(encoded(X_test), y_test, verbose=0)[1])
