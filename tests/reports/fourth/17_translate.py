import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras import Input, Model, layers

lines = pd.read_csv("eng_mar.tsv", sep="\t", names=["eng", "mar"])
lines["mar"] = "START_ " + lines["mar"] + " _END"
input_words = sorted({w for s in lines["eng"] for w in s.split()})
target_words = sorted({w for s in lines["mar"] for w in s.split()})
num_encoder_tokens = len(input_words) + 1
num_decoder_tokens = len(target_words)
input_token_index = {w: i + 1 for i, w in enumerate(input_words)}
target_token_index = {w: i + 1 for i, w in enumerate(target_words)}

max_src = lines["eng"].str.split().str.len().max()
max_tgt = lines["mar"].str.split().str.len().max()
train, test = train_test_split(lines, test_size=0.1, random_state=5)


def arrays(part):
    enc = np.zeros((len(part), max_src), "int32")
    dec = np.zeros((len(part), max_tgt), "int32")
    for i, (s, t) in enumerate(zip(part["eng"], part["mar"])):
        enc[i, :len(s.split())] = [input_token_index[w] for w in s.split()]
        dec[i, :len(t.split())] = [target_token_index[w] for w in t.split()]
    return [enc, dec[:, :-1]], dec[:, 1:]


encoder_inputs = Input(shape=(None,))
enc_emb = layers.Embedding(num_encoder_tokens, 50, mask_zero=True)(encoder_inputs)
_, state_h, state_c = layers.LSTM(50, return_state=True)(enc_emb)

decoder_inputs = Input(shape=(None,))
dec_emb = layers.Embedding(num_decoder_tokens, 50, mask_zero=True)(decoder_inputs)
decoder_lstm = layers.LSTM(50, return_sequences=True)
dec = decoder_lstm(dec_emb, initial_state=[state_h, state_c])
decoder_outputs = layers.Dense(num_decoder_tokens, activation="softmax")(dec)

model = Model([encoder_inputs, decoder_inputs], decoder_outputs)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy")
x_train, y_train = arrays(train)
model.fit(x_train, y_train, sample_weight=(y_train != 0).astype("float32"),
          batch_size=64, epochs=50, validation_split=0.1)
x_test, y_test = arrays(test)
print(model.evaluate(x_test, y_test, sample_weight=(y_test != 0).astype("float32")))
