import numpy as np
from tensorflow.keras import Model
from tensorflow.keras.layers import Input, Embedding, Bidirectional, GRU, GlobalMaxPooling1D, Dense
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.utils import pad_sequences

max_features, embed_size, maxlen = 500, 12, 8
rng = np.random.default_rng(31)
SPAM = "win cash prize now click free offer winner claim".split()
HAM = "meeting notes project lunch tomorrow report thanks office plan".split()


def mails(n):
    y = rng.integers(0, 2, n)
    return [" ".join(rng.choice(SPAM + HAM[:3] if k else HAM + SPAM[:2], 8)) for k in y], y


train_text, train_y = mails(200)
test_text, test_y = mails(60)
tokenizer = Tokenizer(num_words=max_features)
tokenizer.fit_on_texts(train_text)
word_index = tokenizer.word_index
vectors = {w: rng.normal(0, 0.4, embed_size) for w in SPAM + HAM}     # stands for the GloVe file

nb_words = min(max_features, len(word_index) + 1)
embedding_matrix = np.zeros((nb_words, embed_size))
for word, i in word_index.items():
    if i < nb_words and word in vectors:
        embedding_matrix[i] = vectors[word]

inp = Input(shape=(maxlen,))
x = Embedding(nb_words, embed_size, weights=[embedding_matrix], trainable=False)(inp)
x = Bidirectional(GRU(12, return_sequences=True))(x)
x = GlobalMaxPooling1D()(x)
out = Dense(1, activation="sigmoid")(x)
model = Model(inp, out)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])


def encode(texts):
    return pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=maxlen)


model.fit(encode(train_text), train_y, epochs=5, verbose=0)
print("accuracy", model.evaluate(encode(test_text), test_y, verbose=0)[1])
