import json
import numpy as np
import keras
from keras import layers

features = np.load("photo_features.npy")           # (photos, 512) from a frozen CNN
captions = json.load(open("captions.json"))         # photo number -> list of captions
photos = sorted(captions, key=int)
np.random.default_rng(4).shuffle(photos)
valid, train = photos[:len(photos) // 10], photos[len(photos) // 10:]

words = sorted({w for p in train for c in captions[p] for w in c.split()})
word_id = {w: i + 2 for i, w in enumerate(words)}    # 0 padding, 1 unknown
vocab_size = len(words) + 2
max_len = max(len(c.split()) for p in train for c in captions[p])


def data_generator(keys, batch_size, seed=0):
    rng = np.random.default_rng(seed)
    X1, X2, y = [], [], []
    while True:
        for p in rng.permutation(keys):
            for c in captions[p]:
                seq = [word_id.get(w, 1) for w in c.split()][:max_len]
                for i in range(1, len(seq)):
                    X1.append(features[int(p)])
                    X2.append(seq[:i] + [0] * (max_len - i))
                    y.append(seq[i])
                    if len(y) == batch_size:
                        yield (np.array(X1), np.array(X2)), np.array(y)
                        X1, X2, y = [], [], []


img = keras.Input((512,))
fe = layers.Dense(128, activation="relu")(layers.Dropout(0.4)(img))
txt = keras.Input((max_len,))
se = layers.LSTM(128)(layers.Embedding(vocab_size, 128, mask_zero=True)(txt))
hidden = layers.Dense(128, activation="relu")(layers.add([fe, se]))
model = keras.Model([img, txt], layers.Dense(vocab_size, activation="softmax")(hidden))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")

steps = sum(len(c.split()) - 1 for p in train for c in captions[p]) // 64
model.fit(data_generator(train, 64), steps_per_epoch=steps, epochs=20,
          validation_data=data_generator(valid, 32), validation_steps=5)
model.save("captioner.keras")
