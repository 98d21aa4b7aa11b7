# expect: line 22 (also 23, 34): one class per clip: the model gives (n, 5), the targets have an extra time axis (n, 1, 5) (error)
import numpy as np
from keras.models import Sequential
from keras.layers import BatchNormalization, ConvLSTM2D, Dense, Dropout, Flatten, Input
from keras.utils import to_categorical

frames, rows, cols = 6, 15, 16
outVectorLen = 5
rng = np.random.default_rng(1)


def recordings(n):
    labels = rng.integers(0, outVectorLen, n)
    spec = rng.normal(size=(n, frames, rows, cols, 1)).astype("float32")
    for i, k in enumerate(labels):
        spec[i, :, 3 * k, :, 0] += 2.0
    return spec, labels


train_x, train_k = recordings(60)
test_x, test_k = recordings(20)
train_y = to_categorical(train_k, outVectorLen).reshape(len(train_k), 1, outVectorLen)
test_y = to_categorical(test_k, outVectorLen).reshape(len(test_k), 1, outVectorLen)
print(train_x.shape, train_y.shape)

model = Sequential()
model.add(Input(shape=(frames, rows, cols, 1)))
model.add(ConvLSTM2D(filters=8, kernel_size=(3, 3), padding='same',
                     return_sequences=True))
model.add(BatchNormalization())
model.add(ConvLSTM2D(filters=4, kernel_size=(3, 3), padding='same'))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(outVectorLen, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adadelta',
              metrics=['accuracy'])

model.fit(train_x, train_y, epochs=1, batch_size=10, validation_split=0.1, verbose=2)
print(model.evaluate(test_x, test_y, verbose=0))
