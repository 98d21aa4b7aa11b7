"""Which Keras a script is for: what says so counts in the order of its weight.

1. Pinned: the installs of the notebook itself, the dependency files around it (the nearest folder that has any), code
   that nothing but Keras 3 or the package `tf_keras` can run.
2. Inferred: imports that Keras 3 lacks, a version that the notebook printed or the README names, the Python of its
   kernel or that a file of the project names, the day on which it last ran.
3. Unknown: then it is taken to be Keras 3.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from lstm_lint.ir.records import dataclass, replace
from lstm_lint.keras_api import project_pins, runtimes
from lstm_lint.keras_api.keras_2_imports import keras_2_evidence, keras_3_evidence, lies_under
from lstm_lint.keras_api.project_pins import Pin, project_folders
from lstm_lint.keras_api.runtimes import Date
from lstm_lint.keras_api.versions import (
    AFTER_MULTI_BACKEND,
    KERAS_3,
    LAST_KERAS_2,
    NEWEST,
    OLDEST,
    KerasTarget,
    Version,
)

Range = tuple[Version, Version]
LAST_COMMIT = "last commit:"
_TAKEN_BY_2_4: Version = (2, 2)  # the oldest TensorFlow that keras 2.4 takes


@dataclass(frozen=True, slots=True)
class Traces:
    """What a file shows of where it ran, beside its imports."""

    installs: tuple[
        str, ...
    ] = ()  # lines of a notebook that install packages: `!pip install tensorflow==2.12`
    asks_for: str = ""  # what in the code asks for one Keras: `TF_USE_LEGACY_KERAS=1`, `KERAS_BACKEND=jax`
    needs_keras_3: bool = False  # whether that is Keras 3
    printed: tuple[
        tuple[str, str], ...
    ] = ()  # package and version, in the recorded output: ("keras", "2.2.4")
    says_backend: bool = False  # "Using TensorFlow backend." in the output: Keras 2.3 and older said so
    shows_summary: bool = False  # a table of `summary()` in the output as Keras 2 prints it
    shows_bar: bool = False  # a bar of progress, the same
    shows_keras_3: bool = False  # a table or a bar as Keras 3 prints it
    python: str = ""  # of the kernel: "3.6.9"
    ran: Date | None = None  # the last day on which a cell ran
    hosted: str = ""  # Colab or Kaggle


_NO_TRACES = Traces()


def detect_target(start: Path, imports: Iterable[str], traces: Traces = _NO_TRACES) -> KerasTarget:
    """The target of a script in the folder `start` (or at that path) that imports these dotted names."""
    names = tuple(sorted(set(imports)))
    folder = start.parent if start.suffix in (".py", ".ipynb") else start
    own = tuple(project_pins.in_text(project_pins.as_requirements(traces.installs), "this notebook"))
    around = project_folders(os.path.abspath(folder))
    places = [own, *map(project_pins.pins_of, around)]
    stated = next(filter(None, map(project_pins.stated_in, around)), ())
    return replace(
        _target(names, places, stated, traces),
        numpy=_beside("numpy", places),
        pandas=_beside("pandas", places),
    )


def dated(target: KerasTarget, date: Date) -> KerasTarget:
    """A target of Keras 2 for a script of a project whose last commit is of that day: the weakest of all inferences."""
    found = runtimes.by(date, target.standalone)
    if found is None or found[1] >= target.high:
        return target
    reason = f"{LAST_COMMIT} {_day(date)}"
    return replace(target, high=max(found[1], target.low), reason=reason)


def _target(
    names: tuple[str, ...], places: list[tuple[Pin, ...]], stated: tuple[Pin, ...], traces: Traces
) -> KerasTarget:
    standalone = _standalone(names)
    imports_tf_keras = any(lies_under(name, "tf_keras") for name in names)
    chosen = (_chosen(pins, standalone, imports_tf_keras) for pins in places)
    pinned = next((target for target in chosen if target is not None), None)
    if traces.asks_for and not traces.needs_keras_3 and (pinned is None or pinned.high >= KERAS_3):
        return KerasTarget(LAST_KERAS_2, LAST_KERAS_2, standalone, traces.asks_for)
    ran_keras_3 = _ran_keras_3(traces)
    evidence = keras_2_evidence(
        # A private copy, which packages with Keras 3 still carry.
        name
        for name in names
        if not (ran_keras_3 and lies_under(name, "tensorflow.python.keras"))
    )
    if pinned is not None:
        if evidence is not None and pinned.low < KERAS_3 <= pinned.high:
            return replace(pinned, high=LAST_KERAS_2, reason=f"{pinned.reason}; {evidence}")
        return pinned
    if imports_tf_keras:
        return KerasTarget(LAST_KERAS_2, LAST_KERAS_2, standalone, "imports tf_keras, which is Keras 2.15")
    only = traces.asks_for or keras_3_evidence(names)
    if only:
        return KerasTarget(KERAS_3, NEWEST, standalone, only)
    return _inferred(standalone, evidence, list(_shown(places, stated, standalone, traces)), names)


def _inferred(
    standalone: bool | None, evidence: str | None, shown: list[tuple[Range, str]], names: Iterable[str]
) -> KerasTarget:
    """By what is shown, the heavier first: what contradicts what weighs more does not count."""
    low, high, reason = OLDEST, NEWEST, ""
    if evidence is not None:
        high, reason = LAST_KERAS_2, evidence
    for (oldest, newest), why in shown:
        narrowed = max(low, oldest), min(high, newest)
        if narrowed[0] <= narrowed[1] and narrowed != (low, high):
            (low, high), reason = narrowed, why
    if reason:
        return KerasTarget(low, high, standalone, reason, "inferred")
    for name in names:
        if lies_under(name, "tensorflow.compat.v1"):
            reason = f"imports {name}, which reads like Keras 2; no version pinned"
            return KerasTarget(OLDEST, NEWEST, standalone, reason, "unknown")
    return KerasTarget(KERAS_3, NEWEST, standalone, "no version pinned: Keras 3", "unknown")


def _shown(
    places: list[tuple[Pin, ...]], stated: tuple[Pin, ...], standalone: bool | None, traces: Traces
) -> Iterator[tuple[Range, str]]:
    """The ranges that a version in the output, a Python and a day leave, each with where it is from."""
    for package in ("keras", "tensorflow") if standalone else ("tensorflow", "keras"):
        for name, version in traces.printed:
            found = project_pins.allowed(name, f"=={version}") if name == package else None
            if found is not None:
                yield found, f"it printed {name} {version}"
    if traces.says_backend:
        yield (OLDEST, (2, 3)), "it printed its backend"
    if _ran_keras_3(traces):
        yield (KERAS_3, NEWEST), "it printed progress as Keras 3 does"
    if traces.shows_summary:
        yield (OLDEST, LAST_KERAS_2), "it printed a summary as Keras 2 does"
    if traces.shows_bar and not traces.shows_keras_3:
        yield (OLDEST, LAST_KERAS_2), "it printed progress as Keras 2 does"
    for package in ("keras", "tensorflow") if standalone else ("tensorflow", "keras"):
        named = [pin for pin in stated if pin.package == package]
        if named:  # of several the widest range: each may be for a part of the project
            yield (min(pin.low for pin in named), max(pin.high for pin in named)), named[0].text
    if traces.python and (found := _of_python(traces.python)):
        yield found, f"kernel: Python {traces.python}"
    for pins in places:
        for pin in pins:
            if pin.package == "python" and (found := _of_python(pin.spec)):
                yield found, pin.text
    if any("tensorflow_version 2" in line for line in traces.installs):  # Colab had the magic until 2022
        yield (OLDEST, LAST_KERAS_2), "it asks Colab for `%tensorflow_version 2.x`"
    if traces.ran is not None:
        host = runtimes.on_a_host(traces.ran) if traces.hosted else None
        if host is not None:
            yield host, f"it ran on {traces.hosted} on {_day(traces.ran)}"
        elif found := runtimes.by(traces.ran, standalone):
            yield found, f"it ran on {_day(traces.ran)}"


def _ran_keras_3(traces: Traces) -> bool:
    """Not where other cells ran with Keras 2."""
    return traces.shows_keras_3 and not (traces.shows_bar or traces.shows_summary or traces.says_backend)


def _of_python(text: str) -> Range | None:
    parts = text.lstrip("=").split(".")
    if len(parts) < 2 or not (text.isascii() and parts[0].isdigit() and parts[1].isdigit()):
        return None
    return runtimes.of_python((int(parts[0]), int(parts[1])))


def _day(date: Date) -> str:
    return "{:04}-{:02}-{:02}".format(*date)


def _standalone(names: Iterable[str]) -> bool | None:
    """True: the package `keras`; False: `tf.keras`; None: both or neither."""
    plain = any(lies_under(name, "keras") for name in names)
    within_tf = any(lies_under(name, package) for name in names for package in ("tensorflow", "tf_keras"))
    return plain if plain != within_tf else None


def _beside(package: str, places: list[tuple[Pin, ...]]) -> Range | None:
    """The versions of NumPy or pandas that the nearest place with a pin of it allows."""
    for pins in places:
        found = [pin for pin in pins if pin.package == package]
        if found:
            return min(pin.low for pin in found), max(pin.high for pin in found)
    return None


def _chosen(pins: tuple[Pin, ...], standalone: bool | None, imports_tf_keras: bool) -> KerasTarget | None:
    """The target that pins of one place give, by the package that the script imports. A lock beats a range."""
    preferred = ["keras", "tensorflow"] if standalone else ["tensorflow", "keras"]
    if imports_tf_keras:
        preferred = ["tf_keras"]
    for package in (*preferred, "tf_keras"):
        chosen = [pin for pin in pins if pin.package == package]
        chosen = [pin for pin in chosen if pin.locked] or chosen
        if not chosen:
            continue
        low, high = min(pin.low for pin in chosen), max(pin.high for pin in chosen)
        reason = chosen[0].text
        of_1 = all(pin.spec.lstrip("=~^<").startswith("1.") for pin in chosen)  # TensorFlow 1
        if (
            package == "tensorflow"
            and standalone is None
            and _TAKEN_BY_2_4 <= high < AFTER_MULTI_BACKEND
            and not of_1
        ):
            high = AFTER_MULTI_BACKEND  # the package keras that is imported too may be 2.4, which is tf.keras
        if high >= KERAS_3 and package == "tensorflow" and any(pin.package == "tf_keras" for pin in pins):
            # TF_USE_LEGACY_KERAS turns tf.keras into tf_keras; the pin cannot tell whether it is set
            low, reason = min(low, LAST_KERAS_2), f"{reason}, with tf_keras beside it"
        kind = True if package == "keras" and standalone else standalone
        return KerasTarget(low, high, kind, reason)
    return None
