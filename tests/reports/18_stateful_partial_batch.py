# expect: line 23: 500 samples do not divide into batches of 16, the last batch of 4 does not fit the stateful layer; keep 496 (error)
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Embedding, Input, LSTM

vocab_size = 20
max_len = 10
n_labels = 5
batch_size = 16
n_samples = 500

X_train = np.random.randint(0, vocab_size, size=[n_samples, max_len])
y_train = np.random.randint(0, 2, size=[n_samples, n_labels])

model = Sequential()
model.add(Input(batch_shape=(batch_size, max_len)))
model.add(Embedding(vocab_size, 24))
model.add(LSTM(40, stateful=True))
model.add(Dropout(0.5))
model.add(Dense(n_labels, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam")
for epoch in range(4):
    model.fit(X_train, y_train, batch_size=batch_size, shuffle=False)
    model.get_layer(index=1).reset_state()
