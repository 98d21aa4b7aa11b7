"""Which Keras a script is linted for: a range of versions, from `--keras`, from pins, or from its imports."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.keras_2_imports import keras_2_evidence, lies_under

Version = tuple[int, int]

OLDEST: Final[Version] = (2, 0)
LAST_KERAS_2: Final[Version] = (2, 15)
KERAS_3: Final[Version] = (3, 0)
AFTER_MULTI_BACKEND: Final[Version] = (2, 4)
NEWEST: Final[Version] = (3, 99)  # stands for "whatever Keras 3 is current"
NEWEST_NUMPY: Final[Version] = (2, 99)


@dataclass(frozen=True, slots=True)
class KerasTarget:
    """The Keras a script runs under: a closed range of (major, minor).

    `standalone` is True for the package `keras`, False for `tf.keras` (they differ below 2.4: `tf.keras` 2.1
    has `GRU(reset_after=True)`, `keras` 2.3 has not), None if not known. `reason` says in words where it is
    from. `inferred`: nobody names a version, the imports need an old one. `numpy`: the versions of NumPy that
    are pinned beside it, None where none are.
    """

    low: Version
    high: Version
    standalone: bool | None = None
    reason: str = ""
    inferred: bool = False
    numpy: tuple[Version, Version] | None = None

    @property
    def title(self) -> str:
        """The versions as a message names them: `Keras 3`, `Keras 2.15`, `Keras 2.11 to 2.15`."""
        if self.low == self.high:
            return f"Keras {self.low[0]}.{self.low[1]}"
        if self.low[0] == self.high[0] and self.low[1] == 0:
            return f"Keras {self.low[0]}"
        low, high = (f"{major}.{minor}" for major, minor in (self.low, self.high))
        return f"Keras {low} and later" if self.high == NEWEST else f"Keras {low} to {high}"

    @property
    def reachable(self) -> KerasTarget:
        """The versions to hold a script against: where only its imports speak for old ones, also those of today.

        From 2.4 on `keras` is `tf.keras`; 2.3 and older need Python 3.7 or older.
        """
        return replace(self, low=AFTER_MULTI_BACKEND, high=NEWEST) if self.inferred else self

    def at_least(self, major: int, minor: int = 0) -> bool:
        """Is every version of the range at or above this one?"""
        return self.low >= (major, minor)

    def below(self, major: int, minor: int = 0) -> bool:
        """Is every version of the range below this one?"""
        return self.high < (major, minor)

    def matches(self, specifier: str) -> bool:
        """Does the whole range satisfy the specifier: ">=3", ">=2,<3", ">=3.4,<3.9"?"""
        return _matching(self.low, self.high, specifier)[0]

    def overlaps(self, specifier: str) -> bool:
        """Does some version of the range satisfy the specifier?"""
        return _matching(self.low, self.high, specifier)[1]


def parse_target(text: str) -> KerasTarget:
    """The target that `--keras` names: "2", "3", "2.15", "3.9". Raises ValueError."""
    found = re.fullmatch(r"([23])(?:\.(\d{1,2}))?", text.strip())
    if found is None or (found[1] == "2" and int(found[2] or 0) > LAST_KERAS_2[1]):
        raise ValueError(f"unknown Keras version {text!r}: write 2, 3, 2.0 to 2.15, or 3.0 and later")
    reason = f"--keras {text.strip()}"
    if found[2] is not None:
        version = (int(found[1]), int(found[2]))
        return KerasTarget(version, version, reason=reason)
    if found[1] == "2":
        return KerasTarget(OLDEST, LAST_KERAS_2, reason=reason)
    return KerasTarget(KERAS_3, NEWEST, reason=reason)


def detect_target(start: Path, imports: Iterable[str], installs: Iterable[str] = ()) -> KerasTarget:
    """The target of a script in the folder `start` (or at that path) that imports these dotted names.

    `installs` are the lines of a notebook that install packages, `!pip install tensorflow==2.12`: they decide
    before all else. Pins of the nearest folder that has any decide; imports of names that Keras 3 lacks narrow a pin
    that leaves both Keras 2 and 3 open; without either it is Keras 3.
    """
    names = tuple(sorted(set(imports)))
    folder = start.parent if start.suffix in (".py", ".ipynb") else start
    places = [tuple(_pins_in(_as_pins(installs), "this notebook"))]
    places += [pins_of(where) for where in project_folders(os.path.abspath(folder))]
    return replace(_keras_target(names, places), numpy=_numpy(places))


def _keras_target(names: tuple[str, ...], places: list[tuple[_Pin, ...]]) -> KerasTarget:
    standalone = _standalone(names)
    imports_tf_keras = _imports_tf_keras(names)
    chosen = (_chosen(pins, standalone, imports_tf_keras) for pins in places)
    pinned = next((target for target in chosen if target is not None), None)
    evidence = keras_2_evidence(names)
    if pinned is not None:
        if evidence is not None and pinned.low < KERAS_3 <= pinned.high:
            return replace(pinned, high=LAST_KERAS_2, reason=f"{pinned.reason}; {evidence}")
        return pinned
    if evidence is not None:
        return KerasTarget(OLDEST, LAST_KERAS_2, standalone, evidence, inferred=True)
    for name in names:
        if lies_under(name, "tensorflow.compat.v1"):
            reason = f"imports {name}, which reads like Keras 2; no version pinned"
            return KerasTarget(OLDEST, NEWEST, standalone, reason)
    return KerasTarget(KERAS_3, NEWEST, standalone, "no version pinned: Keras 3")


# --- what the imports tell ----------------------------------------------------------------------------------


def _standalone(names: Iterable[str]) -> bool | None:
    """True: the package `keras`; False: `tf.keras`; None: both or neither."""
    plain = any(lies_under(name, "keras") for name in names)
    within_tf = any(lies_under(name, package) for name in names for package in ("tensorflow", "tf_keras"))
    return plain if plain != within_tf else None


def _imports_tf_keras(names: Iterable[str]) -> bool:
    return any(lies_under(name, "tf_keras") for name in names)


# --- versions and specifiers --------------------------------------------------------------------------------

_CONDITION = re.compile(r"(===|==|~=|!=|>=|<=|>|<|\^|=)?\s*v?(\d+)(?:\.(\d+))?(?:\.\d+)*(\.\*)?[\w.+-]*")


def _versions(low: Version, high: Version, last_of_2: int = LAST_KERAS_2[1]) -> Iterator[Version]:
    for major in range(low[0], high[0] + 1):
        for minor in range((last_of_2 if major == 2 else NEWEST[1]) + 1):
            if low <= (major, minor) <= high:
                yield major, minor


def each_version(target: KerasTarget) -> Iterator[Version]:
    """Every version of a target."""
    return _versions(target.low, target.high)


@lru_cache(maxsize=1024)
def _matching(low: Version, high: Version, specifier: str) -> tuple[bool, bool]:
    """(all versions of the range satisfy the specifier, some do)."""
    found = {_satisfies(version, specifier) for version in _versions(low, high)}
    return found == {True}, True in found


def _satisfies(version: Version, specifier: str) -> bool:
    """A bare major stands for all its minors: "<=2" holds for 2.15, "==3" for 3.9. Raises ValueError."""
    result = True
    for part in specifier.split(","):
        found = _CONDITION.fullmatch(part.strip())
        if found is None:
            raise ValueError(f"not a version specifier: {specifier!r}")
        operator, major, minor = found[1] or "==", int(found[2]), found[3]
        width = 1 if minor is None else 2
        own, bound = version[:width], (major, int(minor or 0))[:width]
        match operator:
            case ">=":
                result &= own >= bound
            case ">":
                result &= own > bound
            case "<=":
                result &= own <= bound
            case "<":
                result &= own < bound
            case "!=":
                result &= own != bound
            case "^":
                result &= own >= bound and version[0] == major
            case "~=":
                same = version[: 2 if part.count(".") > 1 else 1]
                result &= own >= bound and same == (major, int(minor or 0))[: len(same)]
            case _:
                result &= own == bound
    return result


# --- pins ---------------------------------------------------------------------------------------------------

# Folders end at a repository root; without one they end at the nearest folder with a project file or with requirements.
_PIN_FILES = ("pyproject.toml", "setup.cfg", "setup.py", "environment.yml", "environment.yaml", "Pipfile")
_REQUIREMENTS = re.compile(r"(?:[\w.-]*[-_.])?requirements?(?:[-_.][\w.-]*)?\.(?:txt|in)", re.IGNORECASE)
_ABOVE = 4  # folders above a script in which requirements speak for it, where there is no repository
_MAX_PIN_FILE = 1_000_000  # bytes; a larger one is no list of requirements
_MAX_DEPTH = 40
_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_PACKAGE = r"(?P<package>tensorflow[-_](?:cpu|gpu|macos|intel)|tensorflow|tf[-_]keras|keras|numpy)"


@dataclass(frozen=True, slots=True)
class _Pin:
    package: str  # keras, tensorflow, tf_keras or numpy
    spec: str
    low: Version  # of Keras, or of NumPy
    high: Version
    text: str  # "tensorflow==2.12 in requirements.txt"


def _numpy(places: list[tuple[_Pin, ...]]) -> tuple[Version, Version] | None:
    """The versions of NumPy that the nearest place with a pin of it allows."""
    for pins in places:
        found = [pin for pin in pins if pin.package == "numpy"]
        if found:
            return min(pin.low for pin in found), max(pin.high for pin in found)
    return None


def _chosen(pins: tuple[_Pin, ...], standalone: bool | None, imports_tf_keras: bool) -> KerasTarget | None:
    """The target that pins of one place give, by the package that the script imports."""
    preferred = ["keras", "tensorflow"] if standalone else ["tensorflow", "keras"]
    if imports_tf_keras:
        preferred = ["tf_keras"]
    for package in (*preferred, "tf_keras"):
        chosen = [pin for pin in pins if pin.package == package]
        if not chosen:
            continue
        low, high = min(pin.low for pin in chosen), max(pin.high for pin in chosen)
        reason = chosen[0].text
        if high >= KERAS_3 and package == "tensorflow" and any(pin.package == "tf_keras" for pin in pins):
            # TF_USE_LEGACY_KERAS turns tf.keras into tf_keras; the pin cannot tell whether it is set
            low, reason = min(low, LAST_KERAS_2), f"{reason}, with tf_keras beside it"
        kind = True if package == "keras" and standalone else standalone
        return KerasTarget(low, high, kind, reason)
    return None


def _as_pins(installs: Iterable[str]) -> str:
    """Lines that install packages as lines of requirements: `tf-nightly-2.0-preview` is TensorFlow 2.0."""
    text = "\n".join(installs)
    text = re.sub(r"%tensorflow_version[ \t]+(\d+)\.x", r"tensorflow==\1.*", text)
    text = re.sub(r"tf-nightly(?:-gpu)?-(\d+\.\d+)-preview", r"tensorflow==\1", text)
    return re.sub(r"[ \t]+", "\n", text)


@lru_cache(maxsize=1024)
def project_folders(folder: str) -> tuple[str, ...]:
    """The folder and its parents up to the repository root; without one up to the next project file or requirements."""
    chain: list[str] = []
    project = pinned = 0
    here = folder
    for _ in range(_MAX_DEPTH):
        chain.append(here)
        if os.path.exists(os.path.join(here, ".git")):
            return tuple(chain)
        if not project and any(os.path.isfile(os.path.join(here, name)) for name in _PIN_FILES[:3]):
            project = len(chain)
        above = os.path.dirname(here)
        if above == here:
            break
        if not pinned and len(chain) <= 1 + _ABOVE and here != os.path.expanduser("~") and _pin_files(here):
            pinned = len(chain)
        here = above
    return tuple(chain[: max(project, pinned, 1)])


def _pin_files(folder: str) -> list[str]:
    """The files of a folder that may pin versions, also those of a folder `requirements` in it."""
    entries = _entries(folder)
    found = [name for name in _PIN_FILES if name in entries]
    found += [name for name in entries if _REQUIREMENTS.fullmatch(name)]
    for name in entries:
        inner = os.path.join(folder, name)
        if name.lower() == "requirements" and not os.path.islink(inner):
            found += [os.path.join(name, each) for each in _entries(inner) if each.endswith((".txt", ".in"))]
    return found


def _entries(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


@lru_cache(maxsize=1024)
def pins_of(folder: str) -> tuple[_Pin, ...]:
    """The pins that the project files of one folder hold."""
    pins: list[_Pin] = []
    for name in _pin_files(folder):
        pins += _pins_in(_text(os.path.join(folder, name), project_folders(folder)[-1]), name)
    return tuple(pins)


def _text(path: str, root: str) -> str:
    """The text of a small file, also where a link of the project leads to it; empty for a pipe or a device."""
    if os.path.islink(path) and not os.path.realpath(path).startswith(
        os.path.join(os.path.realpath(root), "")
    ):
        return ""
    try:
        descriptor = os.open(path, _READING)
        with os.fdopen(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or about.st_size > _MAX_PIN_FILE:
                return ""
            return file.read(_MAX_PIN_FILE).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


@lru_cache(maxsize=1)
def _pin_pattern() -> re.Pattern[str]:
    """Compiled when the first file is read: that takes longer than reading it."""
    return re.compile(
        rf"(?<![\w.\-/@]){_PACKAGE}(?![\w\-])(?:\[[^\]\n]*\])?[\"']?"  # keras, "keras", tensorflow[and-cuda]
        r"\s*(?:=\s*(?:\{\s*version\s*=\s*)?[\"'])?"  # keras = "^2.15", keras = {version = "2.15"}
        r"\s*\(?(?P<spec>(?:[=<>~!^]{1,3}\s*)?\d[\w.*+-]*(?:\s*,\s*[=<>~!^]{1,2}\s*\d[\w.*+-]*)*)",
        re.IGNORECASE,
    )


def _pins_in(text: str, file: str) -> Iterator[_Pin]:
    for line in text.splitlines():
        for found in _pin_pattern().finditer(line.partition("#")[0][:2000]):
            package = found["package"].lower().replace("-", "_")
            family = "tensorflow" if package.startswith("tensorflow") else package
            spec = re.sub(r"\s+", "", found["spec"])
            if len(spec) > 100:  # no pin that a person wrote; matching it could take long
                continue
            try:
                versions = _allowed_versions(family, spec)
            except ValueError:
                continue
            if versions is not None:
                low, high = versions
                operator = "" if spec[0] in "=<>~!^" else "=="
                yield _Pin(family, spec, low, high, f"{found['package']}{operator}{spec} in {file}")


@lru_cache(maxsize=256)
def _allowed_versions(family: str, spec: str) -> tuple[Version, Version] | None:
    """The versions of Keras that a pin allows, of NumPy where it pins that; None if it allows none that we know."""
    if family == "numpy":
        numpy = [v for v in _versions((1, 0), NEWEST_NUMPY, NEWEST_NUMPY[1]) if _satisfies(v, spec)]
        return (numpy[0], numpy[-1]) if numpy else None
    if family == "tf_keras":
        return LAST_KERAS_2, LAST_KERAS_2  # tf_keras 2.16 and later repeat Keras 2.15
    if family == "keras":
        allowed = [v for v in _versions(OLDEST, NEWEST) if _satisfies(v, spec)]
        return (allowed[0], allowed[-1]) if allowed else None
    found = [v for v in _versions((1, 0), (2, NEWEST[1]), NEWEST[1]) if _satisfies(v, spec)]
    keras = [version for v in found for version in _keras_of_tensorflow(v)]
    return (min(keras), max(keras)) if keras else None


def _keras_of_tensorflow(version: Version) -> tuple[Version, Version]:
    """TensorFlow 1 carries Keras 2.0 to 2.3, 2.0 to 2.15 that of the same minor; later ones need Keras 3."""
    if version[0] == 1:
        return OLDEST, (2, 3)
    if version <= LAST_KERAS_2:
        return version, version
    return KERAS_3, NEWEST
