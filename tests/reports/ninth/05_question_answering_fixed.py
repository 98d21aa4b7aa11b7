# the same work with the smallest change
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

text_vocabulary_size = 10000
ques_vocabulary_size = 10000
answer_vocabulary_size = 500

num_samples, max_length = 200, 40
rng = np.random.default_rng(1)
text = rng.integers(1, text_vocabulary_size, size=(num_samples, max_length))
question = rng.integers(1, ques_vocabulary_size, size=(num_samples, max_length))
answers = keras.utils.to_categorical(
    rng.integers(0, answer_vocabulary_size, size=num_samples), answer_vocabulary_size
)

text_input = keras.Input(shape=(None,), dtype="int32", name="text")
embedded_text = layers.Embedding(text_vocabulary_size, 64)(text_input)
encoded_text = layers.LSTM(32)(embedded_text)

question_input = keras.Input(shape=(None,), dtype="int32", name="question")
embedded_question = layers.Embedding(ques_vocabulary_size, 32)(question_input)
encoded_question = layers.LSTM(16)(embedded_question)

concatenated = layers.concatenate([encoded_text, encoded_question], axis=-1)
answer = layers.Dense(answer_vocabulary_size, activation="softmax")(concatenated)

model = keras.Model([text_input, question_input], answer)
model.compile(
    optimizer="rmsprop", loss="categorical_crossentropy", metrics=["acc"]
)
model.fit({"text": text, "question": question}, answers, epochs=1, batch_size=64)
print(model.predict({"text": text[:2], "question": question[:2]}).argmax(axis=-1))
