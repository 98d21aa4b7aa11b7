# fixed twin of 74_masked_sequences_in_a_row.py
import numpy as np
from keras.layers import LSTM, Concatenate, Dense, Embedding, Input
from keras.models import Model

question = np.zeros((150, 10), dtype="int32")
answer = np.zeros((150, 20), dtype="int32")
for q, a in zip(question, answer):
    n, m = np.random.randint(2, 10), np.random.randint(2, 20)
    q[:n] = np.random.randint(1, 80, n)
    a[:m] = np.random.randint(1, 200, m)
useful = np.random.randint(0, 2, 150)

qa = Input(shape=(10,), dtype="int32")
an = Input(shape=(20,), dtype="int32")
emb_q = Embedding(80, 16, mask_zero=True)(qa)
emb_a = Embedding(200, 16, mask_zero=True)(an)
cat = Concatenate(axis=1)([emb_q, emb_a])
lstm = LSTM(16)(cat)
model = Model([qa, an], Dense(1, activation="sigmoid")(lstm))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit([question, answer], useful, epochs=4, validation_split=0.2)
