# expect: line 11: Bidirectional(LSTM) without return_sequences gives (batch, 96), TimeDistributed needs a time axis; set return_sequences=True (error)
import numpy as np
from keras.layers import LSTM, Bidirectional, Dense, Dropout, Input, TimeDistributed
from keras.models import Model


def return_model(layers, dropouts):
    inputs = Input(shape=(layers[0], 1), name="main_input")
    lstm = Bidirectional(LSTM(layers[1]))(inputs)
    lstm = Dropout(dropouts[0])(lstm)
    output = TimeDistributed(Dense(1))(lstm)
    model = Model(inputs, output)
    model.compile(loss="mse", optimizer="adam")
    return model


if __name__ == "__main__":
    model = return_model([48, 48], [0.3])
    noisy = np.random.normal(size=(60, 48, 1))
    model.fit(noisy, noisy * 0.5, epochs=3)
