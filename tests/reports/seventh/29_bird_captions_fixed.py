# the same work with the smallest change
import numpy as np
import keras
from keras import layers

WORDS, LENGTH, DEPTH = 60, 6, 32


def material(seed):
    rng = np.random.default_rng(seed)
    features = {f"bird_{n:03d}": rng.normal(size=DEPTH).astype("float32") for n in range(80)}
    captions = {f"bird_{n:03d}": rng.integers(1, WORDS, LENGTH) for n in range(80)}
    return features, captions


def training_pairs(features, captions):
    """For every word of a caption: the picture, the words so far, the word that follows."""
    pictures, beginnings, following = [], [], []
    for name, words in captions.items():
        if name not in features:
            continue
        for k in range(1, LENGTH):
            pictures.append(features[name])
            beginnings.append(np.concatenate([np.zeros(LENGTH - k, int), words[:k]]))
            following.append(words[k])
    return np.array(pictures), np.array(beginnings), np.array(following)


def captioner():
    picture = keras.Input((DEPTH,))
    beginning = keras.Input((LENGTH,), dtype="int32")
    seen = layers.Dense(24, activation="relu")(layers.Dropout(0.3)(picture))
    said = layers.LSTM(24)(layers.Embedding(WORDS, 12, mask_zero=True)(beginning))
    word = layers.Dense(WORDS, activation="softmax")(layers.add([seen, said]))
    model = keras.Model([picture, beginning], word)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model


keras.utils.set_random_seed(13)
features, captions = material(seed=13)
names = sorted(captions)
pictures, beginnings, following = training_pairs(features, {n: captions[n] for n in names[:60]})
*checks, right = training_pairs(features, {n: captions[n] for n in names[60:]})
print("pairs", len(following), len(right))
model = captioner()
model.fit([pictures, beginnings], following, epochs=2, batch_size=40, verbose=0)
print("held-out loss", round(model.evaluate(checks, right, verbose=0), 3))
