"""Whatever number is an argument of Keras, it is read: none is too large, too close to 0, or below it."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

CODE = """
import keras
import numpy as np
model = keras.Sequential([
    keras.Input(batch_shape=({batch}, {steps}, {features})),
    keras.layers.LSTM({units}, dropout={dropout}, stateful=True),
    keras.layers.Dense(1),
])
model.compile(keras.optimizers.Adam(learning_rate={rate}, clipnorm={norm}), "mse")
model.fit(
    np.zeros(({rows}, 20, 3)), np.zeros((90, 1)), epochs={epochs}, batch_size={size}, validation_split={share}
)
"""
USUAL = {
    "batch": "30", "steps": "20", "features": "3", "units": "8", "dropout": "0.2", "rate": "0.1", "norm": "1.0",
    "rows": "90", "epochs": "40", "size": "30", "share": "0.2",
}  # fmt: skip
NUMBERS = (
    "1e999", "-1e999", "float('nan')", "float('inf')", "10**10**10", "9" * 39, "1e308", "-1e308", "1e-320", "-1", "0",
    "0.5",
)  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("places", [*((place,) for place in USUAL), tuple(USUAL)], ids="-".join)
def test_any_number_is_read(places: tuple[str, ...], number: str) -> None:
    text = CODE.format(**{**USUAL, **dict.fromkeys(places, number)})
    lint(from_bytes(text.encode(), "train.py"), load(None, {"select": ("ALL",), "profile": "strict"}))
