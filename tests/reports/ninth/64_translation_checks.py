# line 22: error: a Sequential model has no attribute model any more; use the model itself
import numpy as np
from keras.layers import GRU, Dense, Input, TimeDistributed
from keras.losses import sparse_categorical_crossentropy
from keras.models import Sequential
from keras.optimizers import Adam


def simple_model(input_shape, output_sequence_length, english_vocab_size, french_vocab_size):
    model = Sequential()
    model.add(Input(shape=input_shape[1:]))
    model.add(GRU(32, return_sequences=True))
    model.add(TimeDistributed(Dense(french_vocab_size, activation="softmax")))
    model.compile(loss=sparse_categorical_crossentropy,
                  optimizer=Adam(learning_rate=1e-3),
                  metrics=["accuracy"])
    return model


def check_model(model, input_shape, output_sequence_length, french_vocab_size):
    if isinstance(model, Sequential):
        model = model.model
    assert model.input_shape == (None, *input_shape[1:]), model.input_shape
    assert model.output_shape == (None, output_sequence_length, french_vocab_size), model.output_shape
    assert model.loss == sparse_categorical_crossentropy


rng = np.random.default_rng(0)
english = rng.integers(1, 199, size=(200, 21))
french = rng.integers(1, 344, size=(200, 21))

tmp_x = english.reshape(-1, 21, 1).astype("float32")
rnn = simple_model(tmp_x.shape, french.shape[1], 199, 344)
check_model(rnn, tmp_x.shape, french.shape[1], 344)

rnn.fit(tmp_x, french, batch_size=64, epochs=2, validation_split=0.2, verbose=2)
print(rnn.predict(tmp_x[:1], verbose=0)[0].argmax(1))
