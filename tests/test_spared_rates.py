"""What is said of learning rates and optimizers that are unusual, but right or harmless."""

from __future__ import annotations

import pytest

from lstm_lint.findings import Finding
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

IMPORTS = """\
import numpy as np
from keras import optimizers
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import SGD, Adam, Nadam, RMSprop

x, y = np.load("windows.npy"), np.load("targets.npy")
"""
NUMBER = "model = Sequential([LSTM(128, input_shape=(40, 9), return_sequences=True), LSTM(128), Dense(1)])\n"
LETTERS = NUMBER.replace("Dense(1)", "Dense(57, activation='softmax')")
FIT = "model.fit(x, y, batch_size=128, epochs=20, validation_split=0.1)\n"


def found(text: str, code: str, keras: str = "3") -> list[Finding]:
    source = from_bytes(f"{IMPORTS}{text}".encode(), "elsewhere/example.py")
    return [one for one in lint(source, Settings(profile="pedantic", keras=keras)) if one.code == code]


def levels(text: str, code: str) -> list[str]:
    return [one.severity.value for one in found(text, code)]


def compiled(optimizer: str, loss: str = "mse") -> str:
    return f"model.compile(optimizer={optimizer}, loss='{loss}')\n"


@pytest.mark.parametrize(
    "optimizer", ["Adam(1e-7)", "Adam(learning_rate=1e-8)", "RMSprop(1e-7)", "Nadam(5e-8)"]
)
def test_a_rate_ten_thousand_times_below_the_default_is_a_warning(optimizer: str) -> None:
    assert levels(NUMBER + compiled(optimizer) + FIT, "LL502") == ["warning"]


@pytest.mark.parametrize(
    "optimizer", ["Adam(1e-6)", "Adam(learning_rate=1e-5)", "RMSprop(1e-6)", "optimizers.Nadam(2e-6)"]
)
def test_a_rate_that_many_steps_may_make_up_for_is_advice(optimizer: str) -> None:
    assert levels(NUMBER + compiled(optimizer) + FIT, "LL502") == ["advice"]


def test_plain_sgd_on_classes_is_a_warning_where_its_rate_is_absurd() -> None:
    on_classes = "categorical_crossentropy"
    assert levels(LETTERS + compiled("SGD(1e-4)", on_classes) + FIT, "LL502") == ["advice"]
    assert levels(LETTERS + compiled("SGD(1e-8)", on_classes) + FIT, "LL502") == ["warning"]


def test_the_message_names_what_steps_of_the_rate_are_in_any_net() -> None:
    known = "x, y = np.random.rand(1000, 40, 9), np.random.rand(1000, 1)\n"
    text = NUMBER + compiled("Adam(1e-7)")
    assert "a step moves a weight by about 1e-07" in found(text + FIT, "LL502")[0].message
    assert "160 steps move a weight by about 1.6e-05 at most" in found(text + known + FIT, "LL502")[0].message


@pytest.mark.parametrize(
    "optimizer", ["RMSprop(0.01)", "RMSprop(learning_rate=0.01)", "optimizers.RMSprop(0.01)", "RMSprop(1e-2)"]
)
def test_the_rate_of_text_generators_is_no_warning(optimizer: str) -> None:
    of_letters = LETTERS + compiled(optimizer, "categorical_crossentropy") + FIT
    one_layer = of_letters.replace("LSTM(128), ", "").replace(", return_sequences=True", "")
    assert levels(of_letters, "LL501") == levels(one_layer, "LL501") == ["advice"]
    assert levels(NUMBER + compiled(optimizer) + FIT, "LL501") == ["warning"]


@pytest.mark.parametrize("other", ["SGD(0.1)", "RMSprop(0.01)", "Nadam(0.004)", "optimizers.SGD(0.1)"])
def test_a_spare_optimizer_is_advice_where_no_setting_is_lost(other: str) -> None:
    spare = f"other = {other}\n"
    assert levels(spare + NUMBER + compiled("Adam()") + FIT, "LL514") == ["advice"]
    assert levels(spare + NUMBER + compiled("Adam(0.002)") + FIT, "LL514") == ["advice"]
    assert levels(spare + NUMBER + compiled("'adam'") + FIT, "LL514") == ["warning"]


def test_settings_are_lost_where_another_of_the_same_class_is_compiled() -> None:
    assert levels("other = Adam(0.01)\n" + NUMBER + compiled("Adam()") + FIT, "LL514") == ["warning"]


@pytest.mark.parametrize(("keras", "times"), [("2.2", "50x"), ("2.3", "50x"), ("2.6", "100x"), ("3", "100x")])
def test_nadam_had_twice_the_rate_in_old_keras(keras: str, times: str) -> None:
    spare = "other = Nadam(0.1)\n" + NUMBER + compiled("'adam'") + FIT
    assert times in found(spare, "LL514", keras)[0].message
    assert times in found(NUMBER + compiled("Nadam(0.1)") + FIT, "LL501", keras)[0].message
