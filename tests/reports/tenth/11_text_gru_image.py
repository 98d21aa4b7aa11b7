# line 14: error: Reshape must not name the batch axis: (None, 28, 28, 1) adds one more axis and Conv2D gets 5 dimensions; write Reshape((28, 28, 1)).
import numpy as np
from tensorflow.keras.layers import (Bidirectional, Conv2D, Dense, Embedding, Flatten, GRU,
                                     Input, MaxPooling2D, Reshape)
from tensorflow.keras.models import Model

vocab_size, seq_len, num_classes = 1000, 28, 4


def build_model(input_shape, num_classes):
    inputs = Input(input_shape)
    x = Embedding(vocab_size, 64)(inputs)
    x = Bidirectional(GRU(14, return_sequences=True))(x)
    y = Reshape((None, 28, 28, 1))(x)
    y = Conv2D(32, (3, 3), activation="relu")(y)
    y = MaxPooling2D((2, 2))(y)
    y = Conv2D(64, (3, 3), activation="relu")(y)
    y = MaxPooling2D((2, 2))(y)
    y = Flatten()(y)
    y = Dense(num_classes, activation="softmax")(y)
    return Model(inputs, y)


rng = np.random.default_rng(11)
tokens = rng.integers(1, vocab_size, size=(256, seq_len))
labels = tokens[:, :4].sum(axis=1) % num_classes

model = build_model((seq_len,), num_classes)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(tokens, labels, batch_size=32, epochs=1, validation_split=0.2, verbose=0)
print(model.predict(tokens[:3], verbose=0).argmax(axis=1))
