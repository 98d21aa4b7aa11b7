# expect: line 15: only one of clipnorm, clipvalue and global_clipnorm may be set; keep clipnorm (error)
import numpy as np
from keras import layers, models
from keras.optimizers import RMSprop

comments = np.random.randint(1, 2000, (160, 50))
toxic = np.random.randint(0, 2, (160, 6))

model = models.Sequential()
model.add(layers.Input((50,), dtype="int32"))
model.add(layers.Embedding(2000, 10))
model.add(layers.Bidirectional(layers.LSTM(32)))
model.add(layers.Dropout(0.2))
model.add(layers.Dense(6, activation="sigmoid"))
optimizer = RMSprop(clipnorm=1.0, clipvalue=1.0)
model.compile(optimizer=optimizer, loss="binary_crossentropy")
model.fit(comments, toxic, epochs=3, batch_size=32)
