"""LL920: a script for an older Keras, in a project that pins none: Keras 3, which is installed today, fails on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Span
from lstm_lint.keras_api.lifetimes import Package, line
from lstm_lint.keras_api.versions import Version
from lstm_lint.notions.needed import Fitting, Need, newest_release
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Script

_ROOTS = ("keras", "tensorflow", "tf_keras")
_OF_KERAS = re.compile(r"^(?:tf\.)?keras\.")  # such a name is known by its last words
_DOTTED = re.compile(r"[A-Za-z_][\w.]*(?:\(\))?")
_WRITTEN = re.compile(r"(`[^`]+`|'[^']+')")
_NOT_TAKEN = re.compile(r"`(?P<owner>[\w.]+)` takes no (?:argument )?`(?P<argument>[^`]+)`")
_PRINTED = re.compile(r"it printed tensorflow (\d+\.\d+).*")
_MODULE = re.compile(
    r"(?:LL\d+: )?(?P<said>`(?P<module>[\w.]+)` was removed in [^;]+); write `(?P<around>[\w.]+)`"
)
_REMOVED = re.compile(r"(?:LL\d+: )?(?P<said>`(?P<path>[\w.]+)` was removed in (?P<since>[^;]+))(?:;.*)?")


@check("unpinned-old-keras", sums=True)
def unpinned_old_keras(script: Script) -> Iterator[Problem]:
    if not script.outdated:
        return
    span = script.outdated[0].span
    message = _unused(script) or _moved(script)
    if message is None:
        one_name = len({place.message for place in script.outdated}) == 1
        if script.target.reason or not one_name:  # one name alone may be a slip
            span = _first_import(script) or span
        message = _message(script)
    yield Problem(message, span, cause="Keras 3", related=script.outdated, tally="")


def _message(script: Script) -> str:
    """The newest version that it can be for, what says so, and how much of it raises; as much of it as fits.

    No pin is said: what `pip` would bring beside an old release is not known.
    """
    count = len(script.outdated)
    raises = f"at least {count} place{'s raise' if count > 1 else ' raises'}"  # what was not read may, too
    fitting = newest_release(script, script.target.high)
    version, reasons = _version(script, fitting)
    cure = f"port it, or pin {version.partition(' ')[0]}"
    if fitting.release is None:
        cure = _without_release(fitting)
    starts = [
        f"written for {version} ({reason}); {places}"
        for reason in reasons
        for places in (f"{raises} today", raises)
    ]
    if not reasons:  # that it is for Keras 2 is all that its words say
        others = "" if count == 1 else f" and raises in at least {count - 1} other place{'s' * (count > 2)}"
        starts = [f"written for {version}: Keras 3 rejects {_named(one)}{others}" for one in _written(script)]
    starts += [f"written for {version} ({reason})" for reason in reasons]
    starts.append(f"written for {version}; {raises} today")
    whole = (f"{start}; {cure}" for start in starts)
    return next((one for one in whole if len(one) <= LONGEST), f"{starts[-1]}; {cure}")


def _unused(script: Script) -> str | None:
    """Where all that breaks are imported names, and a program that trains or predicts never uses them."""
    found = [_REMOVED.fullmatch(place.message) for place in script.outdated]
    gone = {one["path"]: one for one in found if one is not None}
    runs = any(model.fits or model.predictions for model in script.models)
    if None in found or not gone or not runs or not all(_is_idle(script, path) for path in gone):
        return None
    first = next(iter(gone.values()))
    since = {one["since"] for one in gone.values()}
    if len(gone) == 1:
        message = f"{first['said']}, and nothing uses it; delete it from the import"
    elif len(since) == 1:
        names = ", ".join(f"`{path.rpartition('.')[2]}`" for path in gone)
        message = f"{names} were removed in {since.pop()}, and nothing uses them; delete them from the import"
    else:
        return None
    return message if len(message) <= LONGEST else None


def _is_idle(script: Script, path: str) -> bool:
    """Whether a name is imported once and never used."""
    paths = [name.path.replace("tensorflow.", "tf.") for name in script.names if name.kind != "method"]
    word = path.rpartition(".")[2]
    # Of `import *`.
    called = any(one.kind != "import" and one.path.endswith(f".{word}") for one in script.names)
    if called or paths.count(path) != 1 or any(one.startswith(f"{path}.") for one in paths):
        return False
    return script.is_written_once(word)


def _moved(script: Script) -> str | None:
    """Where one module is all that went, and what is used of it is in the module around it."""
    found = {_MODULE.fullmatch(place.message) for place in script.outdated}
    gone = found.pop() if len(found) == 1 else None
    if gone is None or not gone["module"].startswith(f"{gone['around']}."):
        return None
    message = f"{gone['said']}; import from `{gone['around']}`"
    return message if len(message) <= LONGEST else None


def _without_release(fitting: Fitting) -> str:
    """What to do is not to be known where no release has all."""
    if len(fitting.reasons) == 1:
        (oldest,) = fitting.reasons
        return f"`{oldest.written}` {oldest.because}"
    both = " and ".join(f"`{_last_word(need)}`" for need in fitting.reasons)
    return f"no release has both {both}" if both and len(both) < 40 else "no one release has all it uses"


def _last_word(need: Need) -> str:
    """Of a dotted name; an argument such as `lr=0.001` stays whole, and a name that went with its module."""
    dotted = _DOTTED.fullmatch(need.written) is not None and not need.module
    return need.written.rpartition(".")[2] if dotted else need.written


def _version(script: Script, fitting: Fitting) -> tuple[str, list[str]]:
    """The newest version that it can be for, in words, and what says so, the heaviest and the longest first."""
    target = script.target
    if printed := _PRINTED.fullmatch(target.reason):
        return f"TensorFlow {printed[1]}", [target.reason, target.reason.partition(",")[0]]
    gone = fitting.reasons[0] if fitting.release is not None and fitting.reasons else None
    release = fitting.release
    if gone is not None and gone.package == fitting.package:
        release = line(gone.package).newest(gone.releases) or release
    ranged = ">" in target.reason  # `keras>=2.2 in requirements.txt` lets Keras 3 in
    if gone is not None and release is not None and not ranged and _is_older(release, target.high):
        written = [f"{gone.owner}({gone.written})"] if gone.owner else []
        written.append(gone.module or gone.written)
        inner = _OF_KERAS.sub("", written[-1], 1)
        if "." in inner:
            written.append(inner)
        return _in_words(fitting.package, release), [f"`{one}` {gone.because}" for one in written]
    reasons = [target.reason, target.reason.partition(",")[0]] if target.reason else []
    return target.written_for, reasons


def _is_older(release: str, high: Version) -> bool:
    """Whether what the script uses says more than the version that was found out otherwise."""
    major, minor = release.split(".")[:2]
    return (int(major), int(minor)) < high


def _in_words(package: Package, release: str) -> str:
    name = "Keras" if package == "keras" else "TensorFlow"
    last = "1" if release in ("1.2", "1.15") else release
    return f"{name} {last} or older"


def _written(script: Script) -> list[str]:
    """What Keras 3 rejects, as the messages write it first (`keras.layers.core`), or the argument that is not taken."""
    found: list[str] = []
    for place in script.outdated:
        if taken := _NOT_TAKEN.search(place.message):
            found.append(f"`{taken['owner']}({taken['argument']})`")
        elif other := _WRITTEN.search(place.message):
            found.append(other[1])
    return found


def _named(written: str) -> str:
    return f"the file name {written}" if written.startswith("'") else written


def _first_import(script: Script) -> Span | None:
    """The first import of Keras or TensorFlow in the file itself."""
    imports = (name for name in script.names if name.kind == "import" and name.place.sibling is None)
    spans = (name.statement.span for name in imports if name.path.partition(".")[0] in _ROOTS)
    return min(spans, default=None)
