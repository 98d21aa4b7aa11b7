"""LL907: a name that NumPy took away, such as `np.int`, in a script that trains."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Severity
from lstm_lint.keras_api import numpy_names
from lstm_lint.keras_api.versions import NEWEST_NUMPY, KerasTarget, Version
from lstm_lint.script import Script, UsedName


@check("removed-numpy-name", needs="names:attribute")
def removed_numpy_name(script: Script) -> Iterator[Problem]:
    for used in script.names:
        if used.kind != "attribute" or used.guarded or not used.path.startswith("numpy."):
            continue
        name = used.path.removeprefix("numpy.")
        severity = _severity(name, script.target)
        if severity is not None:
            written = used.place.text
            new = _new(name, written)
            message = f"`{written}` was removed: AttributeError in {numpy_names.title(name)}"
            message += f"; write `{new}`" if new else ""
            fix = _fix(used, name, new)
            back = severity is Severity.ADVICE and _came_back(name)
            yield Problem(message, used.place.span, severity, fix, cause=name, pedantic=back)


def _severity(name: str, target: KerasTarget) -> Severity | None:
    """An error where every pinned version lacks the name, a warning where those of today do, advice where some do."""
    lacking = numpy_names.lacking(name, *_numpy(target))
    if target.numpy is not None and lacking and all(lacking):
        return Severity.ERROR
    if lacking and lacking[-1] and target.at_least(3):
        return Severity.WARNING
    return Severity.ADVICE if any(lacking) else None


def _numpy(target: KerasTarget) -> tuple[Version, Version]:
    """The versions of NumPy that go with a target: TensorFlow up to 2.12 needs one below 1.24, up to 2.15 below 2."""
    if target.numpy is not None:
        return target.numpy
    return (1, 0), (1, 23) if target.below(2, 13) else (1, 26) if target.below(3) else NEWEST_NUMPY


def _new(name: str, written: str) -> str | None:
    """What to write instead, with NumPy under the name that the program gives it."""
    new = numpy_names.instead(name)
    return (
        f"{written.rpartition('.')[0]}.{new.partition('.')[2]}"
        if new and new.startswith(("np.", "numpy."))
        else new
    )


def _fix(used: UsedName, name: str, new: str | None) -> Fix | None:
    """Only where the new name is the same object: the builtin, which `np.int` and its kin were other names of.

    `np.bool` came back with NumPy 2 as another name of `np.bool_`.
    """
    if new is None or new != name:
        return None
    return Fix(f"write `{new}`", "unsafe" if _came_back(name) else "safe", (Edit(used.place.span, new),))


def _came_back(name: str) -> bool:
    """Whether the newest NumPy has it again."""
    return not numpy_names.lacking(name, NEWEST_NUMPY, NEWEST_NUMPY)[-1]
