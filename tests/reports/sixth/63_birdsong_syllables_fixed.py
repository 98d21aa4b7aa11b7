# birdsong syllables
import numpy as np
import keras
from keras import layers

KINDS, STEPS = 4, 25
gen = np.random.default_rng(66)
sound = gen.normal(size=(240, STEPS, 6)).astype("float32")
kind = np.digitize(sound[:, :, 0] + 0.3 * sound[:, :, 1], [-0.5, 1.0, 1.8])

# rare syllables weigh more
count = np.bincount(kind[:200].ravel(), minlength=KINDS)
class_weight = count.sum() / (KINDS * count)

heard = keras.Input((STEPS, 6))
x = layers.Bidirectional(layers.LSTM(12, return_sequences=True))(heard)
named = layers.TimeDistributed(layers.Dense(KINDS, activation="softmax"))(x)
tagger = keras.Model(heard, named)
tagger.compile("adam", "sparse_categorical_crossentropy", weighted_metrics=["accuracy"])
tagger.fit(
    sound[:200],
    kind[:200],
    sample_weight=class_weight[kind[:200]],
    epochs=1,
    batch_size=20,
    verbose=0,
)
print("loss", round(tagger.evaluate(sound[200:], kind[200:], verbose=0)[0], 3))
