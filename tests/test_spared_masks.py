"""LL303 and LL371 of models with an encoder and a decoder: whose steps a softmax runs over, and what Keras 2 keeps."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

TRANSLATOR = """\
from keras.layers import LSTM, Activation, Concatenate, Dense, Dot, Embedding, Input, Softmax, concatenate, dot
from keras.models import Model

source = Input(shape=(None,))
encoded, h, c = LSTM(64, return_sequences=True, return_state=True)(Embedding(5000, 64, mask_zero=True)(source))
target = Input(shape=(None,))
decoded = LSTM(64, return_sequences=True)(Embedding(6000, 64, mask_zero=True)(target), initial_state=[h, c])
{attention}
context = dot([weights, encoded], axes=[2, 1])
both = concatenate([context, decoded])
model = Model([source, target], Dense(6000, activation="softmax")(both))
model.compile(optimizer="rmsprop", loss="categorical_crossentropy")
"""
SPELLINGS = [
    "weights = Activation('softmax')(dot([{0}, {1}], axes=[2, 2]))",
    "weights = Softmax()(Dot((2, 2))([{0}, {1}]))",
    "scores = Dot(axes=2)([{0}, {1}])\nweights = Activation('softmax', name='attention')(scores)",
    "weights = Softmax(axis=-1)(dot([{0}, {1}], axes=(-1, -1)))",
]


def levels(text: str, code: str, keras: str) -> list[str]:
    found = lint(from_bytes(text.encode(), "/nowhere/example.py"), Settings(profile="pedantic", keras=keras))
    return [one.severity.value for one in found if one.code == code]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("keras", ["3", "2.2"])
def test_a_softmax_over_the_steps_that_are_weighed(spelling: str, keras: str) -> None:
    text = TRANSLATOR.format(attention=spelling.format("decoded", "encoded"))
    assert levels(text, "LL371", keras) == ["warning"]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("keras", ["3", "2.2"])
def test_no_mask_mends_a_softmax_over_other_steps(spelling: str, keras: str) -> None:
    text = TRANSLATOR.format(attention=spelling.format("encoded", "decoded"))
    assert levels(text, "LL371", keras) == []


@pytest.mark.parametrize(
    ("keras", "said"), [("3", ["warning"]), ("2.2", []), ("2.15", []), ("auto", ["advice"])]
)
def test_keras_2_keeps_the_mask_of_the_decoder(keras: str, said: list[str]) -> None:
    text = TRANSLATOR.format(attention=SPELLINGS[1].format("decoded", "encoded"))
    assert levels(text, "LL303", keras) == said
