"""What functions of libraries must be given, held against the signatures of the installed ones."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import pytest

from lstm_lint.keras_api.required_arguments import FUNCTIONS, OF_DATASETS, missing, parameters

pytestmark = pytest.mark.keras


def found(path: str) -> Any:
    """A function by the path under which our tables have it."""
    root, *names = path.split(".")
    pytest.importorskip(root)
    module: Any = import_module(root)
    for at, name in enumerate(names):
        try:
            module = getattr(module, name)
        except AttributeError:
            module = import_module(".".join((root, *names[: at + 1])))
    return module


def agrees(function: Any, text: str, skipped: int = 0) -> None:
    needed, others = parameters(text)
    every = list(inspect.signature(function).parameters.values())[skipped:]
    signature = [one for one in every if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    plain = [one for one in signature if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    assert tuple(one.name for one in signature if one.default is one.empty) == needed
    assert tuple(one.name for one in plain[: len(needed)]) == needed
    assert {one.name for one in signature[len(needed) :]}.issuperset(others)


@pytest.mark.parametrize("path", sorted(FUNCTIONS))
def test_functions_need_what_the_table_says(path: str) -> None:
    agrees(found(path), FUNCTIONS[path])


@pytest.mark.parametrize("name", sorted(OF_DATASETS))
def test_methods_of_datasets_need_what_the_table_says(name: str) -> None:
    agrees(getattr(found("tensorflow.data.Dataset"), name), OF_DATASETS[name], skipped=1)


@pytest.mark.parametrize(
    ("positional", "names", "lacks"),
    [
        (1, (), ["axis"]),
        (0, ("axis",), ["a"]),
        (1, ("axis",), []),
        (2, (), []),
        (1, ("dim",), []),  # perhaps another name of what is missing
    ],
)
def test_what_a_call_lacks(positional: int, names: tuple[str, ...], lacks: list[str]) -> None:
    assert missing("a axis|keepdims", positional, names) == lacks
