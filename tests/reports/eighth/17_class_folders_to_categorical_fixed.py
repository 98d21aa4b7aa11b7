# the same work with the smallest change
import numpy as np
import pandas as pd
from tensorflow.keras.layers import Dense, Dropout, Input, LSTM, TimeDistributed
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import to_categorical

instruments = ["flute", "oboe", "cello", "violin", "viola", "harp", "tuba", "horn", "drum",
               "snare", "piano", "organ", "guitar", "bass", "voice"]
clips = pd.DataFrame({"label": np.random.choice(instruments, 120)})
clips.loc[:14, "label"] = instruments
class_id = {name: number for number, name in enumerate(instruments)}


def build_features(frame):
    X, y = [], []
    for name in frame.label:
        mfcc = np.random.randn(13, 9)
        X.append(mfcc.T)
        y.append(class_id[name])
    X = np.array(X)
    X = (X - X.min()) / (X.max() - X.min())
    y = to_categorical(y, num_classes=len(instruments))
    return X, y


def get_recurrent_model(input_shape):
    model = Sequential()
    model.add(Input(shape=input_shape))
    model.add(LSTM(32, return_sequences=True))
    model.add(LSTM(32))
    model.add(Dropout(0.5))
    model.add(Dense(15, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["acc"])
    return model


X, y = build_features(clips)
model = get_recurrent_model((X.shape[1], X.shape[2]))
model.fit(X, y, epochs=1, batch_size=32, shuffle=True, validation_split=0.1)
