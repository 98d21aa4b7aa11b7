# line 26: error: the batch shape must be given to the first layer of the model, not to the LSTM behind the Embedding (Keras 3 refuses the argument there): start with Input(batch_shape=(batch_size, maxlen))
import numpy as np
import keras
from keras.layers import LSTM, Dense, Dropout, Embedding
from keras.models import Sequential

batch_size = 16
maxlen = 40

corpus = np.load("imdb_small.npz")
vectors = np.load("word2vec.npy")
x_train, y_train = corpus["x_train"][:, :maxlen], corpus["y_train"]
n_train = len(x_train) * 4 // 5 // batch_size * batch_size
n_valid = (len(x_train) - n_train) // batch_size * batch_size
valid = (x_train[n_train : n_train + n_valid], y_train[n_train : n_train + n_valid])

model = Sequential()
model.add(
    Embedding(
        vectors.shape[0],
        vectors.shape[1],
        embeddings_initializer=keras.initializers.Constant(vectors),
        trainable=True,
    )
)
model.add(LSTM(32, stateful=True, batch_input_shape=(batch_size, maxlen, vectors.shape[1])))
model.add(Dropout(0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(
    x_train[:n_train],
    y_train[:n_train],
    batch_size=batch_size,
    epochs=2,
    shuffle=False,
    validation_data=valid,
)
print(model.evaluate(*valid, batch_size=batch_size, verbose=0))
