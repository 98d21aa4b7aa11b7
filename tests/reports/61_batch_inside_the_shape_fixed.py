# fixed twin of 61_batch_inside_the_shape.py
import numpy as np
from keras.layers import LSTM, Dense, Embedding, Input
from keras.models import Model

batch_size, maxlen, max_features = 10, 20, 300
tweets = np.random.randint(1, max_features, (200, maxlen))
polarity = np.random.randint(0, 2, (200, 1))

sequence = Input(batch_shape=(batch_size, maxlen), dtype="int32")
tweet = Embedding(max_features, 24)(sequence)
encoder = LSTM(24, stateful=True)(tweet)
out = Dense(1, activation="sigmoid")(encoder)
model = Model(sequence, out)
model.compile("adam", "binary_crossentropy")
for _ in range(3):
    model.fit(tweets, polarity, batch_size=batch_size, shuffle=False)
    model.get_layer(index=2).reset_state()
