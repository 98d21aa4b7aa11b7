"""LL839: what `load_model` does not find by itself in the file that the same program has written."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras
import numpy as np
from keras import layers, ops

x, y = np.load("x.npy"), np.load("y.npy")

class Last(layers.Layer):
    def call(self, steps):
        return steps[:, -1]

def own(y_true, y_pred):
    return ops.mean(ops.abs(y_true - y_pred), axis=-1)

def trained(layer, loss="mean_squared_error", metrics=None):
    model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(4, return_sequences=True), layer, layers.Dense(1)])
    model.compile("adam", loss, metrics=metrics)
    model.fit(x, y, epochs=3)
    return model

plain = layers.GlobalAveragePooling1D()
"""


def found(body: str, keras: str = "3") -> int:
    settings = Settings((Selection("the test", ("LL839",)),), "strict", keras=keras)
    return len(list(lint(from_bytes((HEAD + body + "\n").encode(), "example.py"), settings)))


@pytest.mark.parametrize(
    "body, expected",
    [
        ('trained(Last()).save("m.keras")\nkeras.models.load_model("m.keras")', 1),
        ('trained(Last()).save("m.h5")\nkeras.models.load_model("m.h5", compile=False)', 1),
        ('trained(plain, own).save("m.keras")\nkeras.models.load_model("m.keras")', 1),
        ('trained(layers.Lambda(lambda v: v[:, -1])).save("m.keras")\nkeras.models.load_model("m.keras")', 1),
        ('trained(plain, metrics=["mae", own]).save("m.keras")\nkeras.models.load_model("m.keras")', 1),
        ('trained(plain, metrics=["mae", own]).save("m.h5")\nkeras.models.load_model("m.h5")', 0),
        ('trained(plain, metrics=["mae"]).save("m.keras")\nkeras.models.load_model("m.keras")', 0),
        ('trained(plain).save("m.keras")\nkeras.models.load_model("m.keras")', 0),
        ('trained(Last()).save("m.keras")\nkeras.models.load_model("other.keras")', 0),
        ('trained(Last()).save("m.keras")\nkeras.models.load_model("m.keras", {"Last": Last})', 0),
        ('trained(Last()).save("m.keras")\nkeras.models.load_model("m.keras", custom_objects=objects)', 0),
        ('trained(Last()).save("m.keras")\nkeras.models.load_model("m.keras", **options)', 0),
        ('trained(plain, own).save("m.keras")\nkeras.models.load_model("m.keras", compile=False)', 0),
        ('trained(plain, own).save("m.keras")\nkeras.models.load_model("m.keras", compile=again)', 0),
        ('trained(Last()).save_weights("m.weights.h5")\ntrained(Last()).load_weights("m.weights.h5")', 0),
        (
            'with keras.saving.custom_object_scope({"Last": Last}):\n'
            '    trained(Last()).save("m.keras")\n    keras.models.load_model("m.keras")',
            0,
        ),
    ],
)
def test_what_the_file_does_not_hold(body: str, expected: int) -> None:
    assert found(body) == expected


def test_keras_2_takes_lambdas_and_folders() -> None:
    assert (
        found(
            'trained(layers.Lambda(lambda v: v[:, -1])).save("m.h5")\nkeras.models.load_model("m.h5")', "2.15"
        )
        == 0
    )
    assert found('trained(plain, metrics=own).save("m.h5")\nkeras.models.load_model("m.h5")', "2.15") == 1
    assert found('trained(Last()).save("m")\nkeras.models.load_model("m")', "2.15") == 0
    assert found('trained(Last()).save("m.h5")\nkeras.models.load_model("m.h5")', "2.15") == 1
