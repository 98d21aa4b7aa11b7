# the same work with the smallest change
import numpy as np
from keras.models import Sequential
from keras.layers import Input, ConvLSTM2D
from keras import optimizers


def create_model():
    model = Sequential()
    model.add(Input(shape=(None, 1, 1, 1)))
    model.add(ConvLSTM2D(filters=1, kernel_size=(1, 1), padding="same", return_sequences=False))
    opt = optimizers.Adam(learning_rate=0.03)
    model.compile(loss="mae", optimizer=opt)
    model.summary()
    return model


X_train = np.zeros((3, 3, 1, 1, 1))
y_train = np.zeros((3, 1, 1, 1))

X_train[0, :, 0, 0, 0] = 200
y_train[0, 0, 0, 0] = 200

X_train[1, :, 0, 0, 0] = 100
y_train[1, 0, 0, 0] = 100

X_train[2, :, 0, 0, 0] = 20
y_train[2, 0, 0, 0] = 20

X_train, y_train = X_train / 200.0, y_train / 200.0
model = create_model()
history = model.fit(X_train, y_train, epochs=400, batch_size=3, verbose=0)
print("last loss", history.history["loss"][-1])
print(model.predict(X_train, verbose=0).ravel())
