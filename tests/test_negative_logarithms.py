"""Losses that take the logarithm of the prediction: heads that must be named, and those that must not."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras, tensorflow as tf
from keras import Input, Model, Sequential, layers
model = Sequential([Input((14, 6)), layers.LSTM(32), {head}])
model.compile(optimizer="adam", loss={loss})
"""


def said(head: str, loss: str) -> list[str]:
    found = lint(from_bytes(HEAD.format(head=head, loss=loss).encode(), "train.py"), Settings(keras="3"))
    return [finding.severity.value for finding in found if finding.code == "LL471"]


@pytest.mark.parametrize(
    "loss",
    ["'poisson'", "keras.losses.Poisson()", "tf.keras.losses.poisson", "keras.losses.Poisson(name='rate')"],
)
@pytest.mark.parametrize(
    "head",
    [
        "layers.Dense(1)",
        "layers.Dense(1, 'tanh')",
        "layers.Dense(1, activation=None)",
        "layers.Dense(1), layers.Activation('linear')",
        "layers.Dense(1), layers.LeakyReLU()",
        "layers.Dense(1, activation='elu')",
        "layers.Dense(1), layers.Dropout(0.1)",
    ],
)
def test_poisson_and_a_head_below_zero(head: str, loss: str) -> None:
    assert said(head, loss) == ["error"]


@pytest.mark.parametrize("loss", ["'kld'", "'KLD'", "'kl_divergence'", "keras.losses.KLDivergence()"])
def test_divergence_and_a_linear_head(loss: str) -> None:
    assert said("layers.Dense(5)", loss) == ["warning"]
    assert said("layers.Dense(5, activation='softmax')", loss) == []


@pytest.mark.parametrize("loss", ["'msle'", "keras.losses.MeanSquaredLogarithmicError()"])
def test_a_negative_prediction_has_no_gradient_in_msle(loss: str) -> None:
    assert said("layers.Dense(1)", loss) == ["advice"]


@pytest.mark.parametrize(
    "head",
    [
        "layers.Dense(1, activation='softplus')",
        "layers.Dense(1, activation='exponential')",
        "layers.Dense(1), layers.Activation('exponential')",
        "layers.Dense(1, activation=tf.exp)",
        "layers.Dense(1), layers.Lambda(lambda v: keras.ops.exp(v))",
        "layers.Dense(1, activation='sigmoid')",
        "layers.Dense(1, activation='relu')",
        "layers.Dense(1, activation=input())",
        "layers.Dense(1, kernel_constraint='non_neg')",
    ],
)
def test_a_head_that_may_never_be_negative(head: str) -> None:
    assert said(head, "'poisson'") == []


@pytest.mark.parametrize(
    "loss", ["'mse'", "'log_cosh'", "lambda t, p: keras.losses.poisson(t, keras.ops.exp(p))"]
)
def test_a_loss_that_takes_no_logarithm_of_the_prediction(loss: str) -> None:
    assert said("layers.Dense(1)", loss) == []
