"""Callbacks of other packages that look on: a rule speaks as it does without them."""

from __future__ import annotations

import pytest

from lstm_lint import watch
from lstm_lint.keras_api.onlookers import ONLOOKERS
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

SCRIPT = """\
import keras
import numpy as np
{imports}

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((24, 1)), keras.layers.LSTM(64), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(learning_rate=0.3), "mse")
model.fit(x, y, validation_split=0.2, callbacks=[{callback}])
"""


# In another folder than this project, where `lstm_lint.watch` would be a file beside the script.
def _found(imports: str, callback: str) -> bool:
    settings = Settings((Selection("the test", ("LL501",)),), "strict", keras="3")
    script = SCRIPT.format(imports=imports, callback=callback)
    return bool(lint(from_bytes(script.encode(), "elsewhere/example.py"), settings))


def _said(path: str, given: str = "") -> bool:
    module, _, name = path.rpartition(".")
    return _found(f"from {module} import {name}", f"{name}({given})")


@pytest.mark.parametrize("path", sorted(ONLOOKERS))
def test_training_that_is_looked_on_is_known(path: str) -> None:
    assert _said(path) and _said(path, "verbose=0")


def test_callback_of_a_package_that_nobody_read_may_change_the_rate() -> None:
    assert not _said("project.callbacks.WarmUp") and not _said("tqdm.keras.Scheduler")


def test_class_of_the_program_with_the_name_of_an_onlooker_is_its_own() -> None:
    hook = "def on_epoch_begin(self, epoch, logs=None):\n        self.model.optimizer.learning_rate = 1e-4"
    assert not _found(f"class Watch(keras.callbacks.Callback):\n    {hook}", "Watch()")


def test_watch_is_one_of_them() -> None:
    assert f"lstm_lint.watch.{watch.Watch.__name__}" in ONLOOKERS
