"""The source of a training: the file that called `fit`, and the lines of its layers, `compile` and `fit`.

The file is read as the linter reads it. A live model is matched by the classes of its layers in their order, and only
where exactly one model of the file has them; layers named in both places are matched by name too. Nothing is guessed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING, Any

from lstm_lint.watch import compiled

if TYPE_CHECKING:
    from lstm_lint.script import Model

_LARGEST = 1 << 20  # bytes
_LIBRARIES = ("keras", "tf_keras", "tensorflow", "lstm_lint")
_SKIPPED = frozenset({"InputLayer"})
# The argument that a rule speaks of, where it is that of a layer.
_ARGUMENT = {"LL203": "activation", "LL206": "activation", "LL207": "unit_forget_bias"}
_COMPILE = frozenset({"LL501", "LL502", "LL505", "LL404", "LL551"})
_FIT = frozenset({"LL701", "LL702", "LL708", "LL301"})


@dataclass(frozen=True)
class Origin:
    """Where `fit` was called: a file of Python, or None for what has no file."""

    path: str | None
    line: int | None


@dataclass(frozen=True)
class Places:
    """Lines of the source, from 1; empty where the model was not found in it."""

    path: str | None = None
    layers: dict[str, tuple[int, dict[str, int]]] = field(
        default_factory=dict
    )  # and those of their arguments
    compile: int | None = None
    fit: int | None = None

    def line(self, code: str, layer: str | None) -> int | None:
        """The line that a finding is about."""
        if code in _COMPILE and self.compile is not None:
            return self.compile
        if code in _FIT:
            return self.fit
        if layer is not None and layer in self.layers:
            line, arguments = self.layers[layer]
            return arguments.get(_ARGUMENT.get(code, ""), line)
        return self.fit


def origin() -> Origin:
    """The nearest caller that is no library: the script that trains."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        root = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if root not in _LIBRARIES and root not in ("contextlib", "threading"):
            path = frame.f_code.co_filename
            return Origin(path if os.path.isfile(path) and path.endswith(".py") else None, frame.f_lineno)
        frame = frame.f_back
    return Origin(None, None)


def callbacks_beside(watch: object) -> Sequence[Any]:
    """The callbacks of the `fit` that is beginning: the list that called `watch`."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        owner = frame.f_locals.get("self")
        listed = getattr(owner, "callbacks", None) if owner is not watch else None
        if isinstance(listed, (list, tuple)) and any(one is watch for one in listed):
            return listed
        frame = frame.f_back
    return ()


def places(found: Origin, model: Any) -> Places:
    """The lines of a model, by reading the file."""
    if found.path is None or os.path.getsize(found.path) > _LARGEST:
        return Places(found.path, fit=found.line)
    from lstm_lint.lint import script_of
    from lstm_lint.settings.settings import Settings
    from lstm_lint.source.source import from_bytes

    path = _shown(found.path)
    with open(found.path, "rb") as file:
        source = from_bytes(file.read(), found.path)
    script = script_of(source, Settings(keras="3"))
    live = [layer for layer in compiled.layers(model) if type(layer).__name__ not in _SKIPPED]
    matching = [one for one in script.models if _same(one, live)]
    if len({one.place.span for one in matching}) != 1:
        return Places(path, fit=found.line)
    read = matching[0]
    lines = {
        layer.name: (
            one.span().line,
            {name: one.span(name).line for name in _ARGUMENT.values() if one.span(name) != one.span()},
        )
        for layer, one in zip(live, _layers(read))
    }
    compile_line = read.in_force[0].span().line if len(read.in_force) == 1 else None
    return Places(path, lines, compile_line, found.line)


def _layers(model: Model) -> list[Any]:
    return [one for one in model.layers if one.cls not in _SKIPPED and one.cls != "Input"]


def _same(model: Model, live: Sequence[Any]) -> bool:
    written = _layers(model)
    return len(written) == len(live) and all(
        one.cls == compiled.kind(layer)
        and [wrapper.cls for wrapper in one.wrappers] == _wrappers(layer)
        and (not one.name or layer.name == one.name or not _named(one))
        for one, layer in zip(written, live)
    )


def _named(layer: Any) -> bool:
    return layer.known("name") is not None


def _wrappers(layer: Any) -> list[str]:
    name = type(layer).__name__
    return [name] if name in ("Bidirectional", "TimeDistributed") else []


def _shown(path: str) -> str:
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if relative.startswith("..") else relative
