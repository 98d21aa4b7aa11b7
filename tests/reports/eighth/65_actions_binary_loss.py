# line 24: warning: binary_crossentropy over 14 classes of a softmax; categorical_crossentropy
import numpy as np
from tensorflow.keras.layers import Input, LSTM, Dense, Dropout, add
from tensorflow.keras.models import Model
from tensorflow.keras.utils import to_categorical

N_ACTIONS = 14
FRAMES, JOINTS, FLOW = 20, 45, 30


def stream(name, width):
    inp = Input(shape=(FRAMES, width), name=name)
    h = LSTM(48, return_sequences=True)(inp)
    h = LSTM(32)(h)
    return inp, Dropout(0.2)(h)


def build():
    skeleton, a = stream("skeleton", JOINTS)
    motion, b = stream("motion", FLOW)
    fused = add([a, b])
    scores = Dense(N_ACTIONS, activation="softmax")(fused)
    model = Model([skeleton, motion], scores)
    model.compile(loss="binary_crossentropy",
                  optimizer="adam",
                  metrics=["accuracy"])
    return model


rng = np.random.default_rng(11)
labels = rng.integers(0, N_ACTIONS, 168)
skeleton = rng.normal(size=(168, FRAMES, JOINTS)) + labels[:, None, None] / 10
motion = rng.normal(size=(168, FRAMES, FLOW)) - labels[:, None, None] / 10
onehot = to_categorical(labels, N_ACTIONS)

model = build()
model.fit([skeleton[:140], motion[:140]], onehot[:140], epochs=2, batch_size=20, verbose=0)
loss, acc = model.evaluate([skeleton[140:], motion[140:]], onehot[140:], verbose=0)
picked = model.predict([skeleton[140:], motion[140:]], verbose=0).argmax(axis=1)
print("evaluate:", acc, " by hand:", (picked == labels[140:]).mean())
