# the same work with the smallest change
import keras
import numpy as np
from keras import ops
from keras.layers import LSTM, Bidirectional, Dense, Embedding, Input
from keras.models import Sequential


@keras.saving.register_keras_serializable()
class ScaledLSTM(LSTM):
    def __init__(self, output_dim, scale=0.5, **kwargs):
        super().__init__(units=output_dim, **kwargs)
        self.output_dim = output_dim
        self.scale = scale

    def get_config(self):
        config = super().get_config()
        config.pop("units")
        config.update({"output_dim": self.output_dim, "scale": self.scale})
        return config

    def call(self, sequences, initial_state=None, mask=None, training=False):
        result = super().call(sequences, initial_state=initial_state, mask=mask, training=training)
        return ops.multiply(result, self.scale)


rng = np.random.default_rng(5)
notes = rng.integers(0, 60, size=(80, 20))
mood = (notes.mean(axis=1) > 30).astype("float32")

model = Sequential()
model.add(Input(shape=(20,)))
model.add(Embedding(60, 8))
model.add(Bidirectional(ScaledLSTM(output_dim=16, activation="tanh")))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.summary()

model.fit(notes[:60], mood[:60], epochs=2, batch_size=10, verbose=2)
print(model.evaluate(notes[60:], mood[60:], verbose=0))
