# line 27: error: a function of tensors is added to a Sequential as if it were a layer; call it on the tensor
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

model = Sequential()
model.add(Input(shape=(WORDS,)))
model.add(Embedding(VOCAB, 16))
model.add(LSTM(units=20, return_sequences=True, dropout=0.1, recurrent_dropout=0.2))
model.add(attention_block())
model.add(Flatten())
model.add(Dense(16, activation="relu"))
model.add(Dense(3, activation="softmax"))

model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(texts, stance, epochs=1, batch_size=30)
