# line 24: error: LSTM has no method get_initial_states any more; it is get_initial_state(batch_size)
import numpy as np
from keras import ops
from keras.layers import Dense, Input, LSTM
from keras.models import Model

seq_len, hidden = 6, 24


class PointerLSTM(LSTM):
    def build(self, sequences_shape, initial_state_shape=None):
        super().build(sequences_shape)
        self.encoding_dense = Dense(self.units, use_bias=False)
        self.encoding_dense.build(sequences_shape)
        self.decoding_dense = Dense(self.units, use_bias=False)
        self.decoding_dense.build((sequences_shape[0], self.units))
        self.score_dense = Dense(1)
        self.score_dense.build((*sequences_shape[:2], self.units))

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        return (sequences_shape[0], sequences_shape[1], sequences_shape[1])

    def call(self, sequences, initial_state=None, mask=None, training=False):
        states = self.get_initial_states(sequences)
        current = sequences[:, -1]
        encoded = self.encoding_dense(sequences)
        pointers = []
        for _ in range(sequences.shape[1]):
            output, states = self.cell(current, states)
            mixed = ops.tanh(encoded + ops.expand_dims(self.decoding_dense(output), 1))
            pointers.append(ops.softmax(ops.squeeze(self.score_dense(mixed), -1)))
        return ops.stack(pointers, axis=1)


rng = np.random.default_rng(0)
x = rng.random((128, seq_len, 1)).astype("float32")
order = np.argsort(x[:, :, 0], axis=1)

main_input = Input(shape=(seq_len, 1), name="main_input")
encoder = LSTM(hidden, return_sequences=True, name="encoder")(main_input)
decoder = PointerLSTM(hidden, name="decoder")(encoder)
model = Model(main_input, decoder)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, order, epochs=2, batch_size=32, verbose=2)
