# fixed twin of 42_caption_generator.py
import numpy as np
from keras import Input, Model, layers
from keras.utils import pad_sequences, to_categorical

VOCAB, MAX_LENGTH, FEAT = 40, 9, 64
rng = np.random.default_rng(3)
photos = {"img_%02d" % i: rng.random(FEAT).astype("float32") for i in range(24)}
descriptions = {k: [rng.integers(1, VOCAB, rng.integers(4, 9)).tolist() for _ in range(2)]
                for k in photos}


def data_generator(descriptions, photos, max_length, num_photos_per_batch):
    X1, X2, y = [], [], []
    n = 0
    while True:
        for key, desc_list in descriptions.items():
            n += 1
            photo = photos[key]
            for seq in desc_list:
                for i in range(1, len(seq)):
                    in_seq = pad_sequences([seq[:i]], maxlen=max_length)[0]
                    out_seq = to_categorical([seq[i]], num_classes=VOCAB)[0]
                    X1.append(photo)
                    X2.append(in_seq)
                    y.append(out_seq)
            if n == num_photos_per_batch:
                yield (np.array(X1), np.array(X2)), np.array(y)
                X1, X2, y = [], [], []
                n = 0


inputs1 = Input(shape=(FEAT,))
fe = layers.Dropout(0.5)(inputs1)
fe = layers.Dense(32, activation="relu")(fe)
inputs2 = Input(shape=(MAX_LENGTH,))
se = layers.Embedding(VOCAB, 16, mask_zero=True)(inputs2)
se = layers.Dropout(0.5)(se)
se = layers.LSTM(32)(se)
decoder = layers.add([fe, se])
decoder = layers.Dense(32, activation="relu")(decoder)
outputs = layers.Dense(VOCAB, activation="softmax")(decoder)
caption_model = Model([inputs1, inputs2], outputs)
caption_model.compile(loss="categorical_crossentropy", optimizer="adam")

pics_per_batch = 3
steps = len(descriptions) // pics_per_batch
for epoch in range(2):
    generator = data_generator(descriptions, photos, MAX_LENGTH, pics_per_batch)
    caption_model.fit(generator, epochs=1, steps_per_epoch=steps, verbose=2)
