# the fixed form
"""NaN as soon as relu is set on the cells of a stack."""
from keras.layers import LSTM, Dense, Dropout
from keras.models import Sequential


def stack(depth=3, activation="tanh"):
    model = Sequential()
    for level in range(depth):
        options = {"input_shape": (50, 12)} if level == 0 else {}
        model.add(LSTM(40, activation=activation, return_sequences=level < depth - 1, **options))
        model.add(Dropout(0.1))
    model.add(Dense(1))
    return model


forecaster = stack()
