"""What the files of a project say of versions: requirements, conda environments, locks, Dockerfiles, project files."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.versions import (
    KERAS_3,
    LAST_KERAS_2,
    NEWEST,
    NEWEST_NUMPY,
    NEWEST_PANDAS,
    OLDEST,
    Version,
    satisfies,
    versions_between,
)

# Folders end at a repository root; without one they end at the nearest folder with a project file or with pins.
_PROJECT = ("pyproject.toml", "setup.cfg", "setup.py")
_PROJECT_FILES = frozenset(_PROJECT)
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "Pipfile.lock", "conda-lock.yml")
_PLAIN = (*_PROJECT, "Pipfile", "pixi.toml", "runtime.txt", ".python-version")
_REQUIREMENTS = re.compile(
    r"(?:[\w.-]*[-_.])?(?:requir[em]*ments?|reqs?|constraints?)(?:[-_.][\w.-]*)?\.(?:txt|in)|requirements?",
    re.IGNORECASE,
)
_DOCKER = re.compile(r"(?:[\w.-]+[-_.])?(?:Dockerfile|Containerfile)(?:[-_.][\w.-]*)?", re.IGNORECASE)
_YAML = (".yml", ".yaml")
_BELOW = ("requirements", "docker", "binder", ".binder")  # folders of a folder that hold such files too
_ABOVE = 4  # folders above a script in which pins speak for it, where there is no repository
_MAX_PIN_FILE = 1_000_000  # bytes; a larger one is no list of requirements
_MAX_LOCK = 16_000_000
_MAX_YAML_FILES = 20  # of a folder; the folders of a web project hold hundreds
_MAX_DEPTH = 40
_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_PACKAGE = r"(?P<package>tensorflow[-_](?:cpu|gpu|macos|intel)|tensorflow|tf[-_]keras|keras|numpy|pandas)"


@dataclass(frozen=True, slots=True)
class Pin:
    """A package with the versions that are allowed of it; of Keras those that they bring along."""

    package: str  # keras, tensorflow, tf_keras, numpy, pandas or python
    spec: str
    low: Version  # of Keras, or of NumPy, pandas or Python
    high: Version
    text: str  # "tensorflow==2.12 in requirements.txt"
    locked: bool = False


def as_requirements(installs: Iterable[str]) -> str:
    """Lines that install packages as lines of requirements: `tf-nightly-2.0-preview` is TensorFlow 2.0."""
    text = "\n".join(installs)
    text = re.sub(r"%tensorflow_version[ \t]+1\.x", "tensorflow==1.*", text)
    text = re.sub(r"tf-nightly(?:-gpu)?-(\d+\.\d+)-preview", r"tensorflow==\1", text)
    return re.sub(r"[ \t]+", "\n", text)


@lru_cache(maxsize=1024)
def project_folders(folder: str) -> tuple[str, ...]:
    """The folder and its parents up to the repository root; without one up to the next project file or file of pins."""
    chain: list[str] = []
    project = pinned = 0
    home = os.path.expanduser("~")
    here = folder
    for _ in range(_MAX_DEPTH):
        chain.append(here)
        near = len(chain) <= 1 + _ABOVE
        names = _entries(here) if near else ()  # they are looked at for pins as well
        if (not names or ".git" in names) and _is_repository(here):
            return tuple(chain)
        if not project and (not names or not _PROJECT_FILES.isdisjoint(names)) and _is_project(here):
            project = len(chain)
        above = os.path.dirname(here)
        if above == here:
            break
        if not pinned and near and here != home and _pin_files(here):
            pinned = len(chain)
        here = above
    return tuple(chain[: max(project, pinned, 1)])


@lru_cache(maxsize=1024)  # the folders above are those of many
def _is_repository(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))


@lru_cache(maxsize=1024)
def _is_project(folder: str) -> bool:
    return any(os.path.isfile(os.path.join(folder, name)) for name in _PROJECT)


@lru_cache(maxsize=1024)
def pins_of(folder: str) -> tuple[Pin, ...]:
    """The pins that the files of one folder hold."""
    pins: list[Pin] = []
    for name in _pin_files(folder):
        root = project_folders(folder)[-1]
        base = os.path.basename(name)
        if base in _LOCKS:
            pins += _in_lock(_text(os.path.join(folder, name), root, _MAX_LOCK), name)
            continue
        text = _text(os.path.join(folder, name), root)
        pins += in_text(text, name)
        pins += _python_in(text, name)
    return tuple(pins)


# "- TensorFlow 2.10.1", "| keras | 2.10.0 |"; of "TensorFlow 2.0+" and "tensorflow >= 2" nothing is known.
_README = re.compile(r"readme(?:\.(?:md|rst|txt))?", re.IGNORECASE)
_STATED = re.compile(
    r"^[ \t>*+|`-]{0,9}(?P<package>tensorflow(?:-gpu|-cpu)?|keras)[ \t`*|:=v-]{1,20}"
    r"(?P<version>\d\.\d{1,2}(?:\.\d{1,2})?)[ \t`*|,;.)]{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)


@lru_cache(maxsize=16)
def _readme(folder: str) -> tuple[str, str]:
    """The name of the README of a folder and its text; empty where there is none."""
    name = next((name for name in _entries(folder) if _README.fullmatch(name)), "")
    return name, _text(os.path.join(folder, name), folder) if name else ""


@lru_cache(maxsize=1024)
def stated_in(folder: str) -> tuple[Pin, ...]:
    """The versions that the README of a folder names in lines of their own, which nobody installs from."""
    name, text = _readme(folder)
    found = (_pin(stated["package"], f"=={stated['version']}", name) for stated in _STATED.finditer(text))
    return tuple(pin for pin in found if pin is not None)


_SCALED = re.compile(r"\b(?:normali[sz]ed|standardi[sz]ed|(?:re)?scaled)\b", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:not|never|un|be|is then|are then|before|after|later)\b", re.IGNORECASE)
_TABLE = re.compile(r"[\w.-]+\.(?:csv|tsv|txt|data)\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def called_scaled_in(folder: str) -> frozenset[str]:
    """The data files of which the README of a folder says, in one line, that they are normalized or scaled."""
    _, text = _readme(folder)
    said = (line for line in text.splitlines() if _SCALED.search(line) and not _NOT_YET.search(line))
    return frozenset(name for line in said for name in _TABLE.findall(line))


def forget() -> None:
    """Files are looked at once in a process, until this is called."""
    for kept in (
        project_folders,
        pins_of,
        stated_in,
        called_scaled_in,
        _readme,
        _entries,
        _pin_files,
        _is_repository,
        _is_project,
    ):
        kept.cache_clear()


@lru_cache(maxsize=1024)
def _pin_files(folder: str) -> tuple[str, ...]:
    """The files of a folder that may pin versions, also those of a folder `requirements` or `docker` in it."""
    # Most are scripts: a quick look comes first.
    entries = [name for name in _entries(folder) if not name.endswith(".py") or _is_unusual(name)]
    found = [name for name in (*_PLAIN, *_LOCKS) if name in entries]
    found += [name for name in entries if _may_pin(name)]
    found += [name for name in entries if name in ("environment.yml", "environment.yaml")]
    yamls = [name for name in entries if name.lower().endswith(_YAML) and name not in (*found, *_LOCKS)]
    found += [name for name in yamls[:_MAX_YAML_FILES] if _is_environment(_head(os.path.join(folder, name)))]
    for name in entries:
        if name.lower() not in _BELOW:
            continue
        inner = os.path.join(folder, name)
        if os.path.isdir(inner) and not os.path.islink(inner):
            ends = (".txt", ".in") if name.lower() == "requirements" else ()
            found += [
                os.path.join(name, each) for each in _entries(inner) if each.endswith(ends) or _may_pin(each)
            ]
    return tuple(dict.fromkeys(name for name in found if not os.path.isdir(os.path.join(folder, name))))


def _is_unusual(name: str) -> bool:
    """Whether a Python file may say something of versions, by its name."""
    return name in _PLAIN or "file" in name.lower()


def _may_pin(name: str) -> bool:
    """Whether a file lists requirements or is a Dockerfile, by its name."""
    return (_REQUIREMENTS.fullmatch(name) or _DOCKER.fullmatch(name)) is not None


def _is_environment(text: str) -> bool:
    """Whether a YAML file is a conda environment, whatever it is called."""
    return re.search(r"^dependencies:", text, re.MULTILINE) is not None


def _head(path: str) -> str:
    """A YAML file as far as it takes to know it: lists of packages come after at most a list of channels."""
    return _text(path, os.path.dirname(path))[:20_000]


@lru_cache(maxsize=1024)
def _entries(folder: str) -> tuple[str, ...]:
    """The names of what lies in a folder; none where that is not to be known."""
    try:
        return tuple(sorted(os.listdir(folder)))
    except OSError:
        return ()


def _text(path: str, root: str, largest: int = _MAX_PIN_FILE) -> str:
    """The text of a small file, also where a link of the project leads to it; empty for a pipe or a device."""
    if os.path.islink(path) and not os.path.realpath(path).startswith(
        os.path.join(os.path.realpath(root), "")
    ):
        return ""
    try:
        descriptor = os.open(path, _READING)
        with os.fdopen(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or about.st_size > largest:
                return ""
            return _decoded(file.read(largest))
    except (OSError, ValueError):
        return ""


# A mark at the beginning says the encoding, as pip reads it: `pip freeze > requirements.txt` of PowerShell is UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        # Every other byte of names and numbers in UTF-16 is 0; without these the mark is a stray one.
        if data.startswith(mark) and (encoding == "utf-8" or 3 * data.count(0) > len(data)):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


# --- pins in text -------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _pin_pattern() -> re.Pattern[str]:
    """Compiled when the first file is read: that takes longer than reading it."""
    return re.compile(
        rf"(?<![\w.\-/@]){_PACKAGE}(?![\w\-])(?:\[[^\]\n]*\])?[\"']?"  # keras, "keras", tensorflow[and-cuda]
        r"\s*(?:=\s*(?:\{\s*version\s*=\s*)?[\"'])?"  # keras = "^2.15", keras = {version = "2.15"}
        r"\s*\(?(?P<spec>(?:[=<>~!^]{1,3}\s*)?\d[\w.*+-]*(?:\s*,\s*[=<>~!^]{1,2}\s*\d[\w.*+-]*)*)",
        re.IGNORECASE,
    )


# The images that TensorFlow itself publishes: `tensorflow/tensorflow:2.3.0-gpu-jupyter`.
_IMAGE = re.compile(
    r"\bFROM\s+(?:\S{1,200}/)?(?P<package>tensorflow)/tensorflow:(?P<spec>\d+\.\d+(?:\.\d+)?)", re.I
)


def in_text(text: str, file: str) -> Iterator[Pin]:
    """The pins in lines such as those of requirements; what follows a `#` is none."""
    for line in text.splitlines():
        written = line.partition("#")[0][:2000]
        for found in (*_pin_pattern().finditer(written), *_IMAGE.finditer(written)):
            pin = _pin(found["package"], re.sub(r"\s+", "", found["spec"]), file)
            if pin is not None:
                yield pin


def _pin(written: str, spec: str, file: str, locked: bool = False) -> Pin | None:
    family = re.sub(r"^tensorflow.*", "tensorflow", written.lower().replace("-", "_"))
    if len(spec) > 100:  # no pin that a person wrote; matching it could take long
        return None
    versions = allowed(family, spec)
    if versions is None:
        return None
    operator = "" if spec[0] in "=<>~!^" else "=="
    return Pin(family, spec, *versions, f"{written}{operator}{spec} in {file}", locked)


# White space within a line alone: across lines a file of nothing but line ends would take the square of its length.
_PYTHON = re.compile(
    r"^(?:[ \t]*-[ \t]*[\"']?python[ \t]*={1,2}[ \t]*|[ \t]*FROM[ \t]+(?:\S{1,200}/)?python:|python-"
    r"|[ \t]*(?P<of>python_version)[ \t]*=[ \t]*[\"'])(?P<version>\d\.\d{1,2})\b"
    r"|^(?P<alone>\d\.\d{1,2})(?:\.\d+)?[ \t]*$",
    re.MULTILINE,
)


def _python_in(text: str, file: str) -> Iterator[Pin]:
    """The Python that a conda environment, a Dockerfile or the file of a host names: no Keras, but which there are."""
    for found in _PYTHON.finditer(text[:100_000]):
        if (found["alone"] and not file.endswith(".python-version")) or (found["of"] and file != "Pipfile"):
            continue
        version = found["version"] or found["alone"]
        major, _, minor = version.partition(".")
        number = int(major), int(minor)
        yield Pin("python", version, number, number, f"Python {version} in {file}")


# `name = "keras"` and `version = "2.15.0"` of uv, poetry and pdm, `"keras": {... "version": "==2.15.0"` of Pipenv,
# `keras-2.15.0-pyhd8ed1ab_0.conda` and `keras-2.15.0-py3-none-any.whl` of pixi, `- name: keras` of conda-lock.
_LOCKED = re.compile(
    rf"^[ \t]*(?:-[ \t]*)?name[ \t]*[=:][ \t]*[\"']?{_PACKAGE}[\"']?[ \t]*\r?\n"
    r"[ \t]*version[ \t]*[=:][ \t]*[\"']?(?P<spec>\d[\d.]*)",
    re.MULTILINE | re.IGNORECASE,
)
_PIPENV = re.compile(
    rf"\"{_PACKAGE}\":\s*\{{[^{{}}]{{0,20000}}?\"version\":\s*\"==(?P<spec>\d[\d.]*)\"", re.IGNORECASE
)
_ARCHIVE = re.compile(
    rf"/{_PACKAGE}-(?P<spec>\d[\d.]*)-[\w.]+(?:-[\w.]+)*\.(?:conda|tar\.bz2|whl)", re.IGNORECASE
)


def _in_lock(text: str, file: str) -> Iterator[Pin]:
    pattern = _PIPENV if file.endswith("Pipfile.lock") else _LOCKED
    for found in (*pattern.finditer(text), *(_ARCHIVE.finditer(text) if "pixi" in file else ())):
        pin = _pin(found["package"], f"=={found['spec'].rstrip('.')}", file, True)
        if pin is not None:
            yield pin


# What is pinned beside a Keras, from the oldest version to the newest.
_BESIDE = {"numpy": ((1, 0), NEWEST_NUMPY), "pandas": ((0, 1), NEWEST_PANDAS)}
_BEFORE_KERAS_2: tuple[Version, ...] = ((0, 2), (0, 3), (1, 0), (1, 1), (1, 2))


@lru_cache(maxsize=256)
def allowed(family: str, spec: str) -> tuple[Version, Version] | None:
    """The versions of Keras that a pin allows, of NumPy or pandas where it pins one; None if we know none of them."""
    try:
        if family in _BESIDE:
            oldest, newest = _BESIDE[family]
            beside = [v for v in versions_between(oldest, newest, newest[1]) if satisfies(v, spec)]
            return (beside[0], beside[-1]) if beside else None
        if family == "tf_keras":
            return LAST_KERAS_2, LAST_KERAS_2  # tf_keras 2.16 and later repeat Keras 2.15
        if family == "keras":
            found = [v for v in versions_between(OLDEST, NEWEST) if satisfies(v, spec)]
            if not found and any(satisfies(v, spec) for v in _BEFORE_KERAS_2):
                return OLDEST, OLDEST  # it is pinned; the oldest that we know took the arguments of Keras 1
            return (found[0], found[-1]) if found else None
        tensorflow = [v for v in versions_between((1, 0), (2, NEWEST[1]), NEWEST[1]) if satisfies(v, spec)]
    except ValueError:
        return None
    keras = [version for v in tensorflow for version in _keras_of_tensorflow(v)]
    return (min(keras), max(keras)) if keras else None


def _keras_of_tensorflow(version: Version) -> tuple[Version, Version]:
    """TensorFlow 1 carries Keras 2.0 to 2.3, 2.0 to 2.15 that of the same minor; later ones need Keras 3."""
    if version[0] == 1:
        return OLDEST, (2, 3)
    if version <= LAST_KERAS_2:
        return version, version
    return KERAS_3, NEWEST
