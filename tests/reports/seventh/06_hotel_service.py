# line 40 (also 41): error: the vocabulary is learnt anew from the texts to be judged, the words get other numbers than in training
import numpy as np
import keras
from keras import layers

GOOD = "lovely clean bright quiet friendly generous fresh charming".split()
BAD = "dirty noisy rude dark broken stale cold crowded".split()
FILL = "the room was and staff breakfast bed very we found bath again".split()


def letters(count, seed):
    rng = np.random.default_rng(seed)
    mood = rng.integers(0, 2, count)
    texts = []
    for m in mood:
        pool = GOOD if m else BAD
        words = list(rng.choice(FILL, 9)) + list(rng.choice(pool, 3))
        rng.shuffle(words)
        texts.append(" ".join(words))
    return np.array(texts), mood.astype("float32")


class HotelMood:
    def __init__(self, length=12, words=60):
        self.encoder = layers.TextVectorization(max_tokens=words, output_sequence_length=length)
        self.model = keras.Sequential([
            keras.Input((length,), dtype="int64"),
            layers.Embedding(words, 12, mask_zero=True),
            layers.GRU(12),
            layers.Dropout(0.2),
            layers.Dense(1, activation="sigmoid"),
        ])
        self.model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy")

    def learn(self, texts, mood):
        self.encoder.adapt(texts)
        self.model.fit(self.encoder(texts).numpy(), mood, epochs=8, batch_size=20, verbose=0)

    def judge(self, texts):
        self.encoder.adapt(texts)
        return self.model.predict(self.encoder(texts).numpy(), verbose=0)[:, 0]


keras.utils.set_random_seed(6)
old_texts, old_mood = letters(300, seed=1)
new_texts, new_mood = letters(80, seed=2)
service = HotelMood()
service.learn(old_texts, old_mood)
right = (service.judge(new_texts) > 0.5) == new_mood
print("share of new letters judged right", round(float(right.mean()), 3))
