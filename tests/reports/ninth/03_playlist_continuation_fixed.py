# the same work with the smallest change
import numpy as np
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import LSTM, Dense, Embedding, Input, RepeatVector, TimeDistributed
from keras.models import Sequential

SEQ_LEN = 51
EPOCHS = 2

playlists = np.load("playlists.npy")
n_songs = int(playlists.max()) + 1
X = playlists[:, :SEQ_LEN]
Y = playlists[:, SEQ_LEN : 2 * SEQ_LEN]
print("songs:", n_songs, "X:", X.shape, "Y:", Y.shape)

smodel = Sequential()
smodel.add(Input(shape=(SEQ_LEN,)))
smodel.add(Embedding(n_songs, 32))
smodel.add(LSTM(64))
smodel.add(RepeatVector(SEQ_LEN))
smodel.add(LSTM(64, return_sequences=True))
smodel.add(TimeDistributed(Dense(n_songs, activation="softmax")))
smodel.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")
smodel.summary()

early_stopping = EarlyStopping(monitor="loss", patience=3)
checkpoint = ModelCheckpoint("playlist_gen.keras", monitor="loss", save_best_only=True)
smodel.fit(
    X,
    Y,
    epochs=EPOCHS,
    batch_size=32,
    verbose=1,
    callbacks=[early_stopping, checkpoint],
)

seed = X[:1]
print(smodel.predict(seed).argmax(axis=-1)[0])
