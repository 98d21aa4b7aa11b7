"""What a script needs of Keras: names, methods, arguments; and the newest release that has it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, reduce

from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.lifetimes import Line, Package, line
from lstm_lint.keras_api.versions import Version, parse_target
from lstm_lint.notions.logged import lacks, modern, names_logged
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Script

_KERAS_2 = parse_target("2.15")
_LAST_TO_LOG_ACC: dict[Package, Version] = {"keras": (2, 2), "tensorflow": (1, 15)}  # for "accuracy"
_JOINED_SINCE = "2.6"  # from then on `tf.keras` is the package `keras`


@dataclass(frozen=True, slots=True)
class Need:
    """Something that the script uses, and the releases of its package that have it, as a set of bits."""

    written: str  # `keras.layers.core.Merge`, `nb_filter=64`, `predict_classes()`
    package: Package
    releases: int


@dataclass(frozen=True, slots=True)
class Fitting:
    """The newest release that has all, and what keeps it from being newer. `release` is None where none has."""

    package: Package
    release: str | None
    reasons: tuple[Need, ...]  # the one that went first; the two that exclude each other


def newest_release(script: Script, newest: Version) -> Fitting:
    """The newest release with all that a script needs, of at most that version where one of these has it."""
    package = _package(script)
    line_of = line(package)
    every = line_of.every
    # What no release has is a slip, of which other rules speak; what all have keeps none from being the newest.
    found = [one for need in needs(script) if (one := _in(line_of, need)).releases not in (0, every)]
    fitting = reduce(lambda bits, need: bits & need.releases, found, line_of.every)
    first = min(found, key=lambda need: need.releases.bit_length(), default=None)
    if not fitting:
        pairs = ((one, other) for one in found for other in found if not one.releases & other.releases)
        return Fitting(package, None, next(pairs, ()))
    fitting = fitting & line_of.up_to(newest) or fitting
    gone = first is not None and first.releases.bit_length() < len(line_of.releases)
    return Fitting(package, line_of.newest(fitting), (first,) if first is not None and gone else ())


def needs(script: Script) -> Iterator[Need]:
    """Each in the order of the program, without what it asks for in a `try` or below a question for the version.

    One is enough for each set of releases, of arguments none for all of them.
    """
    called: dict[object, str] = {}
    told: set[tuple[Package, int]] = set()
    for name in script.names:
        if name.guarded or name.place.sibling is not None:
            continue
        if name.kind == "method":
            asked = _package(script)
            if (bits := line(asked).with_method(name.path)) is not None:
                yield Need(f"{name.path.rpartition('.')[2]}()", asked, bits)
            continue
        if name.kind == "call" and _package_of(name.path) is not None:
            called[name.statement.node] = name.path
        need = _of_name(name.path, name.kind == "call")
        if need is not None and (need.package, need.releases) not in told:
            told.add((need.package, need.releases))
            yield need
    yield from _names_in_history(script)
    for kind, call in _calls(script):
        path = called.get(call.place.node, "")
        if call.cls == "InputLayer" and not path.endswith(call.cls):
            continue  # `Input` is a function, which takes other arguments
        package = _package_of(path) or _package(script)
        of_line, every = line(package), line(package).every
        taker = f"{kind}.{call.cls}"
        for keyword in call.names_given:
            whole = call.argument(keyword).whole
            if whole is None:
                continue
            bits = of_line.with_argument(taker, keyword)
            if bits is None or bits == every or (package, bits) in told:
                continue
            if re.match(rf"{keyword}\s*=(?!=)", whole.text):  # else by position
                told.add((package, bits))
                yield Need(whole.text if len(whole.text) < 40 else f"{keyword}=", package, bits)


@lru_cache(maxsize=4096)
def _of_name(path: str, called: bool) -> Need | None:
    """A name as it is imported; None where nothing is known of it."""
    package = _package_of(path)
    bits = line(package).with_name(path, called=called) if package is not None else None
    if package is None or bits is None:
        return None
    return Need(path.replace("tensorflow.", "tf."), package, bits)


def _names_in_history(script: Script) -> Iterator[Need]:
    """`history.history["acc"]`: a metric is logged as `compile` names it since Keras 2.3, TensorFlow 2."""
    package = _package(script)
    for model in script.models:
        logged = names_logged(model, _KERAS_2)
        for fit in model.fits:
            for name, place in fit.looked_up:
                old = modern(name, logged) is not None if logged is not None else False
                if old and place.sibling is None and lacks(name, fit, logged, _KERAS_2):
                    yield Need(f"history[{name!r}]", package, line(package).up_to(_LAST_TO_LOG_ACC[package]))


def _calls(script: Script) -> Iterator[tuple[str, Configured]]:
    """Calls with the kind under which the data has them, that stand in the script itself."""
    for kind, call in _all_calls(script):
        if call.place.sibling is None:
            yield kind, call


def _all_calls(script: Script) -> Iterator[tuple[str, Configured]]:
    for call in script.calls:
        if call.cls == "Model":
            yield "models", call
    for layer, _ in script.layers():
        if not layer.custom:
            for part in (layer, *layer.wrappers, *([layer.cell] if layer.cell else [])):
                yield "layers", part
    for model in script.models:
        owner = "Sequential" if model.kind == "sequential" else "Model"
        if model.kind in ("sequential", "functional"):
            for training in (*model.compiles, *model.fits, *model.predictions):
                yield owner, training
        for compiled in model.compiles:
            if compiled.optimizer is not None:
                yield "optimizers", compiled.optimizer
    for callback, _, _ in callbacks(script):
        yield "callbacks", callback
    yield from ((loose.kind, loose) for loose in script.loose if loose.kind in ("layers", "optimizers"))


def _package(script: Script) -> Package:
    return "tensorflow" if script.target.standalone is False else "keras"


def _package_of(path: str) -> Package | None:
    if path.startswith("keras."):
        return "keras"
    return "tensorflow" if path.startswith("tensorflow.keras.") else None


def _in(wanted: Line, need: Need) -> Need:
    """The same for the releases of another line: those of one number go together, all old ones with each other."""
    if need.package == wanted.package or not need.releases:
        return need
    own = line(need.package).releases
    with_it = {release for at, release in enumerate(own) if need.releases >> at & 1}
    joined = wanted.releases.index(_JOINED_SINCE)
    of_old = bool(with_it - set(wanted.releases[joined:]))
    bits = sum(
        1 << at
        for at, release in enumerate(wanted.releases)
        if (release in with_it if at >= joined else of_old)
    )
    return Need(need.written, wanted.package, bits)
