"""Callbacks of other packages, so that a training with them is known as one without."""

from __future__ import annotations

from lstm_lint.keras_api.onlookers import ONLOOKERS
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Library
from lstm_lint.reader.abstract.values import Built
from lstm_lint.reader.libraries.keras.objects import build


def _made(it: Interpreter, call: Call) -> Built:
    return build(it, call, "callbacks", call.path, call.args)


LIBRARY = Library(dict.fromkeys(ONLOOKERS, _made))
