# the same work with the smallest change
import numpy as np
from keras.initializers import Constant
from keras.layers import LSTM, Dense, Embedding, Input, TimeDistributed
from keras.models import Sequential

batch, seq_length = 32, 32

w2v_words = open("w2v_words.txt").read().split()
w2v_vectors = np.load("w2v_vectors.npy")
w2v_index = {word: i for i, word in enumerate(w2v_words)}

corpus = open("corpus.txt").read().split()
corpus = corpus[: len(corpus) // (batch * seq_length) * (batch * seq_length) + 1]
vocab = sorted(set(corpus))
model_index = {word: i for i, word in enumerate(vocab)}
print("corpus:", len(corpus), "vocab:", len(vocab), "word2vec:", len(w2v_words))

embedding = np.zeros((len(vocab), w2v_vectors.shape[1]), dtype="float32")
for word, row in model_index.items():
    embedding[row] = w2v_vectors[w2v_index[word]]

X = np.array([model_index[word] for word in corpus[:-1]]).reshape(-1, seq_length)
y = np.array([model_index[word] for word in corpus[1:]]).reshape(-1, seq_length)
print(X.shape, y.shape)

model = Sequential()
model.add(Input(batch_shape=(batch, seq_length), dtype="int32"))
model.add(Embedding(len(vocab), embedding.shape[1], embeddings_initializer=Constant(embedding),
                    trainable=False))
model.add(LSTM(64, return_sequences=True, stateful=True))
model.add(TimeDistributed(Dense(len(vocab), activation="softmax")))
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")

for epoch in range(2):
    model.fit(X, y, batch_size=batch, epochs=1, shuffle=False, verbose=0)
    model.layers[1].reset_states()
