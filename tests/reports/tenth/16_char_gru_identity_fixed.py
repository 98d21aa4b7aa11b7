# the same work with the smallest change
import numpy as np
import keras
from keras.layers import GRU, Activation, Dense, Embedding, TimeDistributed

N_CHARACTERS = 12
seq_length = 1
batch_size = 64

model = keras.Sequential()
model.add(keras.Input(batch_shape=(batch_size, seq_length), dtype="int32"))
one_hot = keras.initializers.Identity()
model.add(Embedding(N_CHARACTERS, N_CHARACTERS, mask_zero=True,
                    embeddings_initializer=one_hot, trainable=False))
model.add(GRU(128, return_sequences=True, stateful=True))
model.add(Activation("tanh"))
model.add(TimeDistributed(Dense(N_CHARACTERS, activation="softmax")))
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy")

text = np.random.default_rng(0).integers(1, N_CHARACTERS, size=64 * 20)
streams = text.reshape(batch_size, -1)
for epoch in range(2):
    model.layers[1].reset_states()
    for step in range(streams.shape[1] - 1):
        x = streams[:, step:step + 1]
        target = streams[:, step + 1:step + 2]
        loss = model.train_on_batch(x, target)
    print("epoch", epoch, "loss", float(loss))

model.layers[1].reset_states()
test_input = np.array([[1 for _ in range(seq_length)] for _ in range(batch_size)])
probabilities = model.predict(test_input, batch_size=batch_size, verbose=0)
print(probabilities.shape, probabilities[0, 0].argmax())
