# expect: line 26: concatenate joins tensors, not models: give it the outputs of the two models (error)
import numpy as np
import keras
from keras.layers import Activation, Dense, Embedding, Input, LSTM, RepeatVector, TimeDistributed
from keras.models import Model, Sequential

EMBEDDING_DIM = 32


class CaptionGenerator:
    def __init__(self, vocab_size, max_length):
        self.vocab_size = vocab_size
        self.max_length = max_length

    def create_model(self):
        image_model = Sequential([Input((256,))])
        image_model.add(Dense(EMBEDDING_DIM))
        image_model.add(Activation("relu"))
        image_model.add(RepeatVector(self.max_length))

        lang_model = Sequential([Input((self.max_length,))])
        lang_model.add(Embedding(self.vocab_size, 32))
        lang_model.add(LSTM(32, return_sequences=True))
        lang_model.add(TimeDistributed(Dense(EMBEDDING_DIM)))

        merged = keras.layers.concatenate([image_model, lang_model], axis=-1)
        x = LSTM(64)(merged)
        x = Dense(self.vocab_size)(x)
        out = Activation("softmax")(x)
        model = Model(image_model.inputs + lang_model.inputs, out)
        model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop",
                      metrics=["accuracy"])
        return model


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    n, vocab, length = 120, 50, 8
    images = rng.random((n, 256)).astype("float32")
    partial = rng.integers(1, vocab, (n, length))
    next_word = rng.integers(1, vocab, n)

    model = CaptionGenerator(vocab, length).create_model()
    model.fit([images, partial], next_word, batch_size=16, epochs=1,
              validation_split=0.1, verbose=2)
    best = model.predict([images[:2], partial[:2]], verbose=0).argmax(axis=-1)
    print("next words", best)
