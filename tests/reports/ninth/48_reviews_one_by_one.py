# line 24: error: a review without words is handed over as a sequence of length 0, which the LSTM cannot run over; leave empty token lists out of the generator
import pickle
from itertools import cycle

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.optimizers import Adam

VOCABULARY = 48191

with open("dataset.pkl", "rb") as handle:
    dataset = pickle.load(handle)
print(len(dataset), "reviews")

model = keras.Sequential([
    layers.Embedding(input_dim=VOCABULARY, output_dim=30),
    layers.LSTM(30),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=Adam(), metrics=["accuracy"])

reviews = dataset
data_generator = ((np.asarray([x]), np.asarray([y])) for x, y in cycle(reviews))

model.fit(data_generator, steps_per_epoch=len(reviews), epochs=2)
model.save("reviews.keras")
