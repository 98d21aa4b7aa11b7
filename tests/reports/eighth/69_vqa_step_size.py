# line 21: warning: a learning rate of 0.1 with RMSprop; 0.001
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

# question (word vectors from GloVe) + image features -> one of the common answers
N_ANSWERS, Q_LEN, W_DIM, IMG_DIM = 25, 15, 50, 128

question = keras.Input((Q_LEN, W_DIM))
image = keras.Input((IMG_DIM,))

q = layers.LSTM(64, return_sequences=True)(question)
q = layers.LSTM(64)(q)
v = layers.Dense(64, activation="tanh")(image)
both = layers.concatenate([q, v])
both = layers.Dense(96, activation="tanh")(both)
both = layers.Dropout(0.4)(both)
answer = layers.Dense(N_ANSWERS, activation="softmax")(both)

vqa = keras.Model([question, image], answer)
vqa.compile(optimizer=keras.optimizers.RMSprop(learning_rate=0.1),
            loss="categorical_crossentropy")

rng = np.random.default_rng(0)
n = 256
which = rng.integers(0, N_ANSWERS, n)
Q = rng.normal(size=(n, Q_LEN, W_DIM)).astype("float32")
I = rng.normal(size=(n, IMG_DIM)).astype("float32")
I[np.arange(n), which] += 4
A = keras.utils.to_categorical(which, N_ANSWERS)

for epoch in range(2):
    order = rng.permutation(n)
    total = 0.0
    for at in range(0, n, 64):
        part = order[at:at + 64]
        total += float(vqa.train_on_batch([Q[part], I[part]], A[part]))
    print("epoch", epoch + 1, "train loss", total / (n // 64))
