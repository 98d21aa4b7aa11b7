# line 28: error: word numbers as target of categorical_crossentropy; the sparse loss
import numpy as np
from keras.models import Sequential
from keras.layers import Input, Embedding, LSTM, RepeatVector, Dense
from keras.callbacks import EarlyStopping
from keras.utils import pad_sequences

phrases = ["the red house", "a red car near the house", "the car",
           "a small dog", "the dog near a small car", "red dog",
           "a house", "the small red house near the dog"]
wrd_to_int = {}
for p in phrases:
    for w in p.split():
        wrd_to_int.setdefault(w, len(wrd_to_int) + 1)

cutoff = 8
data = pad_sequences([[wrd_to_int[w] for w in p.split()] for p in phrases],
                     maxlen=cutoff, padding="post")

model = Sequential()
model.add(Input(shape=(cutoff,)))
model.add(Embedding(len(wrd_to_int) + 1, 20, trainable=False, name="emb"))
model.add(LSTM(24, name="lstm1"))
model.add(RepeatVector(cutoff, name="rep"))
model.add(LSTM(24, return_sequences=True, name="lstm2"))
model.add(Dense(len(wrd_to_int) + 1, activation="softmax", name="act"))

model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
stopper = EarlyStopping(monitor="loss", patience=2)
model.fit(data, data, epochs=1, batch_size=4, callbacks=[stopper], verbose=0)

codes = Sequential(model.layers[:2])
print(codes.predict(data, verbose=0).shape)
