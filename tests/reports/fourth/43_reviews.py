import numpy as np
from keras import Input, Model, layers, ops
from keras.callbacks import EarlyStopping
from keras.datasets import imdb
from keras.utils import pad_sequences

max_sen_length, vocab_size, vocab_dim = 300, 10000, 64

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=vocab_size)
x_train = pad_sequences(x_train, maxlen=max_sen_length)
x_test = pad_sequences(x_test, maxlen=max_sen_length)

input_sentences = Input(shape=(max_sen_length,), dtype="int32")
x = layers.Embedding(vocab_size, vocab_dim, mask_zero=True)(input_sentences)
lstm_out, last_h, _ = layers.LSTM(64, return_sequences=True, return_state=True)(x)

# what was said on average, next to what was said last
scored = layers.Dense(32, activation="tanh")(lstm_out)
context = ops.mean(scored, axis=1)
joined = layers.Concatenate()([last_h, context])
joined = layers.Dropout(0.4)(joined)
verdict = layers.Dense(1, activation="sigmoid")(joined)

model = Model(input_sentences, verdict)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=8, validation_split=0.15,
          callbacks=[EarlyStopping(patience=2, restore_best_weights=True)])
print(model.evaluate(x_test, y_test, verbose=0))
model.save("reviews.keras")
