# line 11: error: the output of ConvLSTM2D is bounded by tanh to -1..1 but the targets go up to 200; scale frames and targets or add a linear output layer
import numpy as np
from keras.models import Sequential
from keras.layers import Input, ConvLSTM2D
from keras import optimizers


def create_model():
    model = Sequential()
    model.add(Input(shape=(None, 10, 10, 1)))
    model.add(ConvLSTM2D(filters=1, kernel_size=(1, 1), padding="same", return_sequences=False))
    opt = optimizers.Adam(learning_rate=0.05)
    model.compile(loss="mae", optimizer=opt)
    return model


def make_frames():
    cycle = [200, 200, 200, 200, 100, 20, 20]
    x = np.zeros((7, 7, 10, 10, 1))
    y = np.zeros((7, 10, 10, 1))
    for sample in range(7):
        for step in range(7):
            x[sample, step, 0, 0, 0] = cycle[(sample + step) % 7]
        y[sample, 0, 0, 0] = cycle[(sample + 7) % 7]
    return x, y


if __name__ == "__main__":
    X_train, y_train = make_frames()
    model = create_model()
    model.fit(X_train, y_train, batch_size=7, epochs=400, shuffle=False, verbose=0)

    predicted = model.predict(X_train, verbose=0)
    for sample in range(7):
        print("wanted", y_train[sample, 0, 0, 0], "predicted", predicted[sample, 0, 0, 0])
    corner = predicted[:, 0, 0, 0] - y_train[:, 0, 0, 0]
    print("mean error of the corner pixel relative to the largest value", np.abs(corner).mean() / y_train.max())
