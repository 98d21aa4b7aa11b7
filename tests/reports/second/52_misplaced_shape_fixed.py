# fixed twin of 52_misplaced_shape.py
import numpy as np
from sklearn.model_selection import KFold
from keras.layers import LSTM, Activation, BatchNormalization, Dense, Dropout
from keras.models import Sequential

rng = np.random.default_rng(2)
data = np.empty((0, 3, 60))
label = np.empty(0)
for part in range(4):
    arr = rng.normal(size=(30, 3, 60))
    lab = rng.integers(0, 2, 30)
    arr[lab == 1, 0] += 0.6
    data = np.concatenate((data, arr))
    label = np.concatenate((label, lab))

data = data.transpose(0, 2, 1)  # (samples, 60 timesteps, 3 channels)
print(data.shape, label.shape)

scores = []
kf = KFold(n_splits=3, shuffle=True, random_state=42)
for train, test in kf.split(data):
    model = Sequential()
    model.add(LSTM(32, return_sequences=True, input_shape=(60, 3)))
    model.add(Dropout(0.2))
    model.add(LSTM(16))
    model.add(BatchNormalization())
    model.add(Dense(8))
    model.add(Activation('relu'))
    model.add(Dense(1, activation='sigmoid'))
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    model.fit(data[train], label[train], batch_size=16, epochs=1,
              validation_split=0.1, verbose=0)
    scores.append(model.evaluate(data[test], label[test], verbose=0)[1])

print('cv accuracy %.3f +- %.3f' % (np.mean(scores), np.std(scores)))
