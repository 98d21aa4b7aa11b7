# the same work with the smallest change
import numpy as np
from keras.layers import LSTM, Concatenate, Dense, Embedding, Input, Layer
from keras.models import Model


class LastStep(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, x):
        return x[:, -1, :]

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[2])


lstm_layer_size = 32
embed_size = 32
num_layers = 3
maxlen = 10

print("Build model...")
main_input = Input(shape=(maxlen,), dtype="int32", name="main_input")
emb = Embedding(257, embed_size)(main_input)

hidden = [LSTM(lstm_layer_size, return_sequences=True)(emb)]
for level in range(1, num_layers):
    joined = Concatenate()([emb, hidden[-1]])
    hidden.append(LSTM(lstm_layer_size, return_sequences=True)(joined))

last = [LastStep(name=f"last_{k}")(h) for k, h in enumerate(hidden)]
out = Dense(257, activation="softmax")(Concatenate()(last))
model = Model(main_input, out)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy")

text = np.frombuffer(b"the quick brown fox jumps over the lazy dog " * 20, dtype="uint8").astype("int32")
X = np.stack([text[i:i + maxlen] for i in range(len(text) - maxlen)])
y = text[maxlen:]
model.fit(X, y, batch_size=64, epochs=1, verbose=0)
print(model.predict(X[:1], verbose=0).argmax())
