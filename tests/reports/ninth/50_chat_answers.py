# line 4: error: there is no module keras.layers.attention and no AttentionLayer in Keras; remove the import (keras.layers.Attention is the built-in layer)
import numpy as np
from keras.layers import Input, Embedding, LSTM, Dense
from keras.layers.attention import AttentionLayer
from keras.models import Model
from keras.optimizers import Adam
from keras.preprocessing.sequence import pad_sequences

questions = ["how are you", "what is your name", "where do you live", "good morning", "do you like tea"]
answers = ["i am fine", "my name is robot", "in the computer", "good morning to you", "yes very much"]

words = sorted({w for line in questions + answers for w in line.split()})
index = {w: i + 3 for i, w in enumerate(words)}
GO, EOS = 1, 2
vocabulary = len(words) + 3
maxlen = 8


def encode(lines, before=(), after=()):
    rows = [list(before) + [index[w] for w in line.split()] + list(after) for line in lines]
    return pad_sequences(rows, maxlen=maxlen, padding="post")


encoder_data = encode(questions)
decoder_data = encode(answers, before=[GO])
target_data = encode(answers, after=[EOS])

encoder_inputs = Input(shape=(maxlen,))
decoder_inputs = Input(shape=(maxlen,))
embedding = Embedding(vocabulary, 32, mask_zero=True)
_, state_h, state_c = LSTM(64, return_state=True)(embedding(encoder_inputs))
decoder_lstm = LSTM(64, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder_lstm(embedding(decoder_inputs), initial_state=[state_h, state_c])
outputs = Dense(vocabulary, activation="softmax")(decoder_outputs)

model = Model([encoder_inputs, decoder_inputs], outputs)
model.compile(optimizer=Adam(learning_rate=0.01), loss="sparse_categorical_crossentropy")
model.fit([encoder_data, decoder_data], target_data, epochs=3, batch_size=5, verbose=0)

back = {i: w for w, i in index.items()}
guess = model.predict([encoder_data[:1], decoder_data[:1]], verbose=0).argmax(-1)[0]
print(" ".join(back.get(int(i), "") for i in guess))
