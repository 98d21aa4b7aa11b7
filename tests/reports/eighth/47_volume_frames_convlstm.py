# line 13: error: pooling with channels_first over frames whose channels are last; channels_last
import numpy as np
from keras.models import Sequential
from keras.layers import (Input, TimeDistributed, Conv2D, MaxPooling2D,
                          ConvLSTM2D, UpSampling2D)

FRAMES, SIDE = 6, 16


def encoder_block(net, filters):
    net.add(TimeDistributed(Conv2D(filters, (3, 3), padding="same",
                                   activation="relu")))
    net.add(TimeDistributed(MaxPooling2D((2, 2), data_format="channels_first")))


def segmentation_net():
    net = Sequential()
    net.add(Input(shape=(FRAMES, SIDE, SIDE, 1)))
    net.add(TimeDistributed(Conv2D(1, (1, 1))))
    encoder_block(net, 1)
    net.add(ConvLSTM2D(8, (3, 3), padding="same", return_sequences=True))
    net.add(TimeDistributed(UpSampling2D((2, 2))))
    net.add(TimeDistributed(Conv2D(1, (1, 1), activation="sigmoid")))
    return net


def batches(size):
    rng = np.random.default_rng(0)
    while True:
        vol = rng.random((size, FRAMES, SIDE, SIDE, 1)).astype("float32")
        yield vol, (vol > 0.7).astype("float32")


net = segmentation_net()
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
net.fit(batches(2), steps_per_epoch=3, epochs=1, verbose=0)
