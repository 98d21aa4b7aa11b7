# the same work with the smallest change
from __future__ import print_function
import numpy as np
from keras.models import Sequential
from keras.layers import Embedding, LSTM, Dense, Activation
from keras.utils import to_categorical, pad_sequences

max_features = 200
maxlen = 41
batch_size = 32
nb_classes = 23

print('Loading data...')
traffic = np.random.randint(0, max_features, size=(320, maxlen))
attack = np.random.randint(0, nb_classes, size=320)
attack[:nb_classes] = np.arange(nb_classes)

X_train, X_test = traffic[:256], traffic[256:]
y_train = to_categorical(attack[:256], nb_classes)
y_test = to_categorical(attack[256:], nb_classes)

X_train = pad_sequences(X_train, maxlen=maxlen)
X_test = pad_sequences(X_test, maxlen=maxlen)
print(X_train.shape, y_train.shape)

print('Build model...')
model = Sequential()
model.add(Embedding(max_features, 32))
model.add(LSTM(32, dropout=0.2, recurrent_dropout=0.2))
model.add(Dense(nb_classes))
model.add(Activation('softmax'))

model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])

print('Train...')
model.fit(X_train, y_train, batch_size=batch_size, epochs=1, validation_data=(X_test, y_test))
score, acc = model.evaluate(X_test, y_test, batch_size=batch_size)
print('Test score:', score)
