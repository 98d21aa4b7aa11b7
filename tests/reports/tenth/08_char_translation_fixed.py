# the same work with the smallest change
import numpy as np
from tensorflow import keras

batch_size, epochs, latent_dim = 32, 12, 64
input_texts, target_texts = [], []
with open("fra.txt", encoding="utf-8") as f:
    for line in f.read().splitlines():
        source, target = line.split("\t")[:2]
        input_texts.append(source)
        target_texts.append("\t" + target + "\n")

input_chars = sorted({c for t in input_texts for c in t} | {" "})
target_chars = sorted({c for t in target_texts for c in t} | {" "})
max_enc = max(map(len, input_texts))
max_dec = max(map(len, target_texts))
in_index = {c: i for i, c in enumerate(input_chars)}
out_index = {c: i for i, c in enumerate(target_chars)}

encoder_input = np.zeros((len(input_texts), max_enc, len(input_chars)), dtype="float32")
decoder_input = np.zeros((len(input_texts), max_dec, len(target_chars)), dtype="float32")
decoder_target = np.zeros((len(input_texts), max_dec, len(target_chars)), dtype="float32")
for i, (source, target) in enumerate(zip(input_texts, target_texts)):
    for t, char in enumerate(source):
        encoder_input[i, t, in_index[char]] = 1.0
    encoder_input[i, t + 1:, in_index[" "]] = 1.0
    for t, char in enumerate(target):
        decoder_input[i, t, out_index[char]] = 1.0
        if t > 0:
            decoder_target[i, t - 1, out_index[char]] = 1.0
    decoder_input[i, t + 1:, out_index[" "]] = 1.0
    decoder_target[i, t:, out_index[" "]] = 1.0

encoder_inputs = keras.Input(shape=(None, len(input_chars)))
_, state_h, state_c = keras.layers.LSTM(latent_dim, return_state=True)(encoder_inputs)
decoder_inputs = keras.Input(shape=(None, len(target_chars)))
x = keras.layers.LSTM(latent_dim, return_sequences=True)(decoder_inputs, initial_state=[state_h, state_c])
outputs = keras.layers.Dense(len(target_chars), activation="softmax")(x)

model = keras.Model([encoder_inputs, decoder_inputs], outputs)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
history = model.fit([encoder_input, decoder_input], decoder_target, batch_size=batch_size,
                    epochs=epochs, validation_split=0.2, verbose=0)
print("accuracy", history.history["accuracy"][-1], "val", history.history["val_accuracy"][-1])
