# line 28: error: the two inputs have different numbers of samples (11 tables, 160 questions); repeat the columns of its table for each question
import numpy as np
from keras.layers import Bidirectional, Concatenate, Dense, Input, LSTM
from keras.models import Model

tables, questions, words, vector = 11, 160, 13, 20
rng = np.random.default_rng(8)

Ecol = rng.normal(size=(tables, words, vector)).astype("float32")
Equestion = rng.normal(size=(questions, words, vector)).astype("float32")
table_of_question = rng.integers(0, tables, questions)
y_train = np.zeros((questions, 11), dtype="float32")
y_train[np.arange(questions), rng.integers(0, 11, questions)] = 1.0
print(Ecol.shape, Equestion.shape, y_train.shape)

question_in = Input(shape=(words, vector), name="question")
column_in = Input(shape=(words, vector), name="columns")
question_code = Bidirectional(LSTM(16))(question_in)
column_code = Bidirectional(LSTM(16))(column_in)
merged = Concatenate()([question_code, column_code])
hidden = Dense(32, activation="tanh")(merged)
selected = Dense(11, activation="softmax", name="select_column")(hidden)

model = Model(inputs=[column_in, question_in], outputs=selected)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.summary()

model.fit([Ecol, Equestion], y_train, batch_size=32, epochs=1)
