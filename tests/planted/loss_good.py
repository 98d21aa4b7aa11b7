# clean
"""Three heads on one trunk, each with the loss it fits."""

import numpy as np
from keras.layers import GRU, Activation, Dense, Input
from keras.losses import SparseCategoricalCrossentropy
from keras.models import Model

STEPS, FEATURES = 30, 4


def trunk(every_step=False):
    entrance = Input((STEPS, FEATURES))
    return entrance, GRU(32, return_sequences=every_step)(entrance)


def click_model():
    entrance, state = trunk()
    logit = Dense(units=1)(state)
    model = Model(inputs=entrance, outputs=Activation("sigmoid")(logit))
    model.compile("adam", "binary_crossentropy")
    return model


def topic_model():
    entrance, state = trunk()
    model = Model(inputs=entrance, outputs=Dense(7, activation="softmax")(state))
    model.compile("adam", loss=SparseCategoricalCrossentropy())
    return model


def level_model():
    entrance, states = trunk()
    model = Model(inputs=entrance, outputs=Dense(1)(states))
    model.compile("adam", loss="mae")
    return model


clicks, topics, levels = click_model(), topic_model(), level_model()
x = np.random.rand(500, STEPS, FEATURES)
level = np.random.rand(500, 1)
levels.fit(x, level, validation_split=0.2, epochs=3)
