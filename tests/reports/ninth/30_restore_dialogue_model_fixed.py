# the same work with the smallest change
import numpy as np
import keras
from keras import layers
from keras.models import model_from_json

NN_MODEL_PATH = "dialogue.json"
WEIGHTS_PATH = "dialogue.weights.h5"
VOCAB, IN_LEN, OUT_LEN, HIDDEN = 60, 10, 8, 32


class SimpleSeq2seq(layers.Layer):
    def __init__(self, output_dim, hidden_dim, output_length, **kwargs):
        super().__init__(**kwargs)
        self.output_dim = output_dim
        self.hidden_dim = hidden_dim
        self.output_length = output_length
        self.encoder = layers.LSTM(hidden_dim)
        self.repeat = layers.RepeatVector(output_length)
        self.decoder = layers.LSTM(output_dim, return_sequences=True)

    def build(self, input_shape):
        self.encoder.build(input_shape)
        self.decoder.build((input_shape[0], self.output_length, self.hidden_dim))

    def call(self, x):
        return self.decoder(self.repeat(self.encoder(x)))


rng = np.random.default_rng(4)
questions = rng.integers(1, VOCAB, size=(160, IN_LEN))
answers = questions[:, :OUT_LEN]

model = keras.Sequential()
model.add(layers.Input(shape=(IN_LEN,)))
model.add(layers.Embedding(VOCAB, 24))
model.add(SimpleSeq2seq(output_dim=24, hidden_dim=HIDDEN, output_length=OUT_LEN))
model.add(layers.Dense(VOCAB, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")
model.fit(questions, answers, epochs=1, batch_size=32, verbose=0)
with open(NN_MODEL_PATH, "w") as f:
    f.write(model.to_json())
model.save_weights(WEIGHTS_PATH)

with open(NN_MODEL_PATH) as f:
    restored = model_from_json(f.read(), custom_objects={"SimpleSeq2seq": SimpleSeq2seq})
restored.load_weights(WEIGHTS_PATH)
print(restored.predict(questions[:2], verbose=0).argmax(axis=-1))
