# line 33 (also 21): error: the labels are integers; categorical_crossentropy wants one-hot rows, take the sparse one
import numpy as np
from sklearn.model_selection import train_test_split
import keras
from keras.layers import Conv2D, Dense, Flatten, LSTM, MaxPool2D, TimeDistributed

N_SIGNS = 26
keras.utils.set_random_seed(4)


def get_clips(folder="clips", count=104):
    """Stands for the reader of the clip folder."""
    rng = np.random.default_rng(4)
    signs = np.arange(count) % N_SIGNS
    clips = rng.random((count, 5, 12, 16, 1), dtype="float32")
    clips[:, :, 0, 0, 0] = signs[:, None] / N_SIGNS
    return clips, signs


clips, signs = get_clips()
x_train, x_test, y_train, y_test = train_test_split(
    clips, signs, test_size=0.25, random_state=42, stratify=signs)

net = keras.Sequential()
net.add(keras.Input(shape=x_train.shape[1:]))
net.add(TimeDistributed(Conv2D(4, (3, 3), activation="relu")))
net.add(TimeDistributed(MaxPool2D((2, 2))))
net.add(TimeDistributed(Flatten()))
net.add(LSTM(16))
net.add(Dense(N_SIGNS, activation="softmax"))

net.compile(
    loss="categorical_crossentropy",
    optimizer=keras.optimizers.Adam(),
    metrics=["accuracy"],
)
net.fit(x_train, y_train, batch_size=26, epochs=1, verbose=0, validation_data=(x_test, y_test))
loss, accuracy = net.evaluate(x_test, y_test, verbose=0)
print(loss, accuracy)
