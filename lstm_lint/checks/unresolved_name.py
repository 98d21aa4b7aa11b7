"""LL909: a loss, metric, activation, initializer, regularizer or constraint by a name that Keras does not know."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Severity
from lstm_lint.keras_api.signatures import exists
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.notions.named import NAMED, is_unresolved, nearest, no_name
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Argument, Compile, Configured, Known, Script

_KERAS_2 = parse_target("2")
_OF_COMPILE = {"loss": "losses", "metrics": "metrics", "weighted_metrics": "metrics"}


@check("unresolved-name")
def unresolved_name(script: Script) -> Iterator[Problem]:
    if not script.registers_objects and not _is_old(script):
        yield from each_place_once(_found(script))


def _is_old(script: Script) -> bool:
    """Whether it is for an old Keras that nobody names: which names that one had is not sure enough."""
    return script.target.certainty == "inferred" and script.target.below(3)


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for compiled in model.compiles:
            if model.kind in ("sequential", "functional"):
                for argument, kind in _OF_COMPILE.items():
                    yield from _in_compile(script, compiled, argument, kind, model.name)
    for layer, owner in script.layers():
        # LL115 speaks of recurrent layers and cells.
        if layer.custom or layer.is_recurrent or layer.traits.family == "cell":
            continue
        if exists("layers", layer.cls, script.target):
            for name in layer.names_given:
                if name not in NAMED:
                    continue
                about, value = (owner.name if owner else None, layer.name), layer.known(name)
                if isinstance(value, str) and is_unresolved(value, NAMED[name], script.target):
                    yield _problem(script, layer.argument(name), value, NAMED[name], *about)
                elif wrong := no_name(layer, name):
                    yield Problem(wrong, layer.span(name), None, None, *about)


def _in_compile(script: Script, compiled: Compile, argument: str, kind: str, model: str) -> Iterator[Problem]:
    given = compiled.argument(argument)
    for value in _names(given.value.value if isinstance(given.value, Known) else None):
        if is_unresolved(value, kind, script.target):
            yield _problem(script, given, value, kind, model, None, compiled)
            return


def _names(value: object) -> Iterator[str]:
    """The strings in a loss or in lists and dicts of metrics."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _names(item)


_WHAT = {"losses": "loss", "metrics": "metric"}


def _problem(
    script: Script, given: Argument, value: str, kind: str, model: str | None, layer: str | None,
    compiled: Configured | None = None,
) -> Problem:  # fmt: skip
    what = _WHAT.get(kind, kind.removesuffix("s"))
    # `compile` of Keras 2 may raise itself: up to 2.3, and with TensorFlow up to 2.1.
    raises = "`fit` raises" if compiled and script.target.at_least(3) else "it raises"
    message = f"{script.target.title} has no {what} {value!r}: {raises}"
    new = nearest(value, kind, script.target)
    if new is not None:
        message = f"{message}; write {new}" if "(" in new else f"{message}; write {new!r}"
    place = given.place
    span = place.span if place is not None else compiled.span() if compiled is not None else None
    assert span is not None
    fix = None
    if new is not None and "(" not in new and place is not None and place.text[1:-1] == value:
        quote = place.text[0]
        fix = Fix(f"write {new!r}", "unsafe", (Edit(span, f"{quote}{new}{quote}"),))
    return Problem(message, span, _severity(script, value, kind), fix, model, layer)


def _severity(script: Script, value: str, kind: str) -> Severity | None:
    """A warning where Keras 2 has the name, and nobody says that the script is for Keras 3."""
    sure = script.target.certainty == "pinned" or is_unresolved(value, kind, _KERAS_2)
    return None if sure else Severity.WARNING
