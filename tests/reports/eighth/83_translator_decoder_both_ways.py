# line 29: error: the decoder reads its answer from behind; a decoder in one direction
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

SOS, EOS = 1, 2
EN_LEN, FR_LEN, EN_V, FR_V, HID = 8, 10, 60, 80, 32


def toy_corpus(n):
    r = np.random.default_rng(9)
    en = np.zeros((n, EN_LEN), dtype="int32")
    fr = np.zeros((n, FR_LEN), dtype="int32")
    for k in range(n):
        words = r.integers(3, EN_V, r.integers(3, EN_LEN + 1))
        en[k, :len(words)] = words
        target = np.concatenate([[SOS], (words[::-1] + 15), [EOS]])[:FR_LEN]
        fr[k, :len(target)] = target
    return en, fr


def define_nmt():
    en_in = keras.Input((EN_LEN,))
    fr_in = keras.Input((None,))
    en = layers.Embedding(EN_V, 24)(en_in)
    en_seq, forward, backward = layers.Bidirectional(
        layers.GRU(HID, return_sequences=True, return_state=True))(en)
    fr = layers.Embedding(FR_V, 24)(fr_in)
    fr_seq = layers.Bidirectional(layers.GRU(HID, return_sequences=True))(
        fr, initial_state=[forward, backward])
    context = layers.Attention()([fr_seq, en_seq])
    both = layers.Concatenate()([fr_seq, context])
    words = layers.Dense(FR_V, activation="softmax")(both)
    model = keras.Model([en_in, fr_in], words)
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def translate(model, sentence):
    so_far = [SOS]
    while so_far[-1] != EOS and len(so_far) < FR_LEN:
        p = model.predict([sentence[None], np.array([so_far])], verbose=0)
        so_far.append(int(p[0, -1].argmax()))
    return so_far[1:]


en, fr = toy_corpus(200)
nmt = define_nmt()
weights = (fr[:, 1:] != 0).astype("float32")
nmt.fit([en, fr[:, :-1]], fr[:, 1:], sample_weight=weights, epochs=2, batch_size=25, verbose=0)
for k in range(3):
    print(en[k], "->", translate(nmt, en[k]), "wanted", fr[k, 1:])
