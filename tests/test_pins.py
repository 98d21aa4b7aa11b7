"""What a script asks for besides names and arguments: a backend, a class by another name, what a file name takes."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

OF_A_MODEL = """
import os
{first}
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.utils.np_utils import to_categorical

model = Sequential([LSTM(8, input_shape=(20, 3)), Dense(2, activation="softmax")])
model.compile({compiled})
model.fit(x, to_categorical(y), validation_data=(v, w), {given})
model.predict_classes(x)
"""


def pinned(first: str = "", compiled: str = '"adam", "mse"', given: str = "epochs=3") -> str:
    text = OF_A_MODEL.format(first=first, compiled=compiled, given=given)
    found = lint(from_bytes(text.encode(), "/nowhere/train.py"), load(None))
    (message,) = [one.message for one in found if one.code == "LL920"]
    return message.removeprefix("written for ").partition(" (")[0]


@pytest.mark.parametrize(
    ("first", "pin"),
    [
        ("os.environ['KERAS_BACKEND'] = 'theano'", "Keras 2.3 or older"),
        ("os.environ['KERAS_BACKEND'] = 'cntk'", "Keras 2.3 or older"),
        ("os.environ['KERAS_BACKEND'] = 'tensorflow'", "Keras 2.4 or older"),
        ("from keras.optimizers import adam", "Keras 2.3 or older"),
        ("from keras import optimizers\nchosen = optimizers.sgd(0.1)", "Keras 2.3 or older"),
        ("import keras\nchosen = keras.optimizers.rmsprop()", "Keras 2.3 or older"),
        ("from keras.optimizers import Adam", "Keras 2.4 or older"),
        ("from keras.datasets.data_utils import get_file", "Keras 1.1 or older"),
    ],
)
def test_backends_and_names_of_before_keras_2_4_are_not_pinned_above_it(first: str, pin: str) -> None:
    given = "nb_epoch=3" if "data_utils" in first else "epochs=3"
    assert pinned(first, given=given) == pin


ACCURACY = '"adam", "categorical_crossentropy", metrics=["accuracy"]'


@pytest.mark.parametrize(
    ("saved", "compiled", "pin"),
    [
        ("'{epoch:02d}-{val_acc:.2f}.h5'", ACCURACY, "Keras 2.2 or older"),
        ("'{acc}.h5', monitor='loss'", ACCURACY, "Keras 2.2 or older"),
        ("os.path.join(folder, 'w-{val_acc:.2f}.h5')", ACCURACY, "Keras 2.2 or older"),
        ("'{val_accuracy:.2f}.h5'", ACCURACY, "Keras 2.4 or older"),
        ("'{val_acc:.2f}.h5'", ACCURACY.replace("accuracy", "acc"), "Keras 2.4 or older"),
        ("'{epoch}-{val_loss:.2f}.h5'", ACCURACY, "Keras 2.4 or older"),
    ],
)
def test_a_file_name_asks_for_what_is_logged(saved: str, compiled: str, pin: str) -> None:
    assert pinned(compiled=compiled, given=f"callbacks=[ModelCheckpoint({saved})]") == pin


def test_an_argument_that_no_release_takes_beside_the_rest_says_nothing() -> None:
    text = OF_A_MODEL.format(first="", compiled='"adam", "mse", class_mode="binary"', given="epochs=3")
    found = lint(from_bytes(text.encode(), "/nowhere/train.py"), load(None))
    (message,) = [one.message for one in found if one.code == "LL920"]
    assert "Keras 2.4 or older" in message
    old = text.replace("epochs=3", "nb_epoch=3").replace(
        "from keras.utils.np_utils import to_categorical\n", ""
    )
    assert "Keras 1 or older (" in next(
        one.message
        for one in lint(from_bytes(old.encode(), "/nowhere/train.py"), load(None))
        if one.code == "LL920"
    )


@pytest.mark.parametrize(
    ("imported", "used", "unused"),
    [
        ("LSTM, CuDNNLSTM", "LSTM", True),
        ("LSTM, CuDNNLSTM, CuDNNGRU", "LSTM", True),
        ("LSTM, CuDNNLSTM, CuDNNGRU", "CuDNNGRU", False),
        ("LSTM, CuDNNLSTM", "CuDNNLSTM", False),
        ("LSTM, CuDNNLSTM as Fast", "Fast", False),
    ],
)
def test_an_imported_name_that_nothing_uses_is_deleted(imported: str, used: str, unused: bool) -> None:
    text = f"""
from keras.layers import Dense, Input, {imported}
from keras.models import Model

inputs = Input((20, 3))
model = Model(inputs, Dense(2)({used}(8)(inputs)))
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
"""
    found = lint(from_bytes(text.encode(), "/nowhere/train.py"), load(None))
    (message,) = [one.message for one in found if one.code == "LL920"]
    assert ("from the import" in message) is unused
