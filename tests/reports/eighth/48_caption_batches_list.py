# line 25: error: the generator yields a list of inputs and target; a tuple
import numpy as np
from keras import Input, Model
from keras.layers import Dense, Dropout, Embedding, LSTM, add
from keras.utils import pad_sequences, to_categorical

VOCAB, MAX_LEN, PHOTO = 30, 7, 24
rng = np.random.default_rng(8)
encodings = {f"img{i}": rng.random(PHOTO).astype("float32") for i in range(6)}
captions = {k: [list(rng.integers(1, VOCAB, 6))] for k in encodings}


def data_generator(captions, encodings, max_length, photos_per_batch):
    x1, x2, y = [], [], []
    n = 0
    while True:
        for key, texts in captions.items():
            n += 1
            for seq in texts:
                for i in range(1, len(seq)):
                    x1.append(encodings[key])
                    x2.append(pad_sequences([seq[:i]], maxlen=max_length)[0])
                    y.append(to_categorical([seq[i]], num_classes=VOCAB)[0])
            if n == photos_per_batch:
                yield [[np.array(x1), np.array(x2)], np.array(y)]
                x1, x2, y = [], [], []
                n = 0


photo_in = Input(shape=(PHOTO,))
p = Dense(16, activation="relu")(Dropout(0.5)(photo_in))
text_in = Input(shape=(MAX_LEN,))
t = Embedding(VOCAB, 12, mask_zero=True)(text_in)
t = LSTM(16)(Dropout(0.5)(t))
out = Dense(VOCAB, activation="softmax")(add([p, t]))
caption_model = Model(inputs=[photo_in, text_in], outputs=out)
caption_model.compile(loss="categorical_crossentropy", optimizer="adam")

for i in range(2):
    generator = data_generator(captions, encodings, MAX_LEN, 3)
    caption_model.fit(generator, epochs=1, steps_per_epoch=2, verbose=0)
