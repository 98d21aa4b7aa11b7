# the same work with the smallest change
import numpy as np
from tensorflow.keras.layers import (Activation, Concatenate, Dense, Dot, Embedding, Flatten, Input,
                                     LSTM, Lambda)
from tensorflow.keras.models import Model, Sequential

VOCAB, WORDS = 500, 20


def attention_block(hidden_states):
    size = int(hidden_states.shape[2])
    projected = Dense(size, use_bias=False)(hidden_states)
    h_t = Lambda(lambda t: t[:, -1, :], output_shape=(size,))(hidden_states)
    score = Dot(axes=[2, 1])([projected, h_t])
    weights = Activation("softmax")(score)
    context = Dot(axes=[1, 1])([hidden_states, weights])
    return Dense(24, use_bias=False, activation="tanh")(Concatenate()([context, h_t]))


texts = np.random.randint(1, VOCAB, size=(90, WORDS))
stance = np.eye(3)[np.random.randint(0, 3, size=90)]

words = Input(shape=(WORDS,))
x = Embedding(VOCAB, 16)(words)
x = LSTM(units=20, return_sequences=True, dropout=0.1, recurrent_dropout=0.2)(x)
x = attention_block(x)
x = Flatten()(x)
x = Dense(16, activation="relu")(x)
model = Model(words, Dense(3, activation="softmax")(x))

model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(texts, stance, epochs=1, batch_size=30)
