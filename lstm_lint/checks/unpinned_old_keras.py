"""LL920: a script for an older Keras, in a project that pins none: Keras 3, which is installed today, fails on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Span
from lstm_lint.keras_api.lifetimes import bound, line
from lstm_lint.keras_api.versions import LAST_KERAS_2, OLDEST
from lstm_lint.notions.needed import Fitting, Need, newest_release
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Script

_ROOTS = ("keras", "tensorflow", "tf_keras")
_OF_KERAS = re.compile(r"(?:tf\.)?keras\.")  # such a name is known by its last word
_DOTTED = re.compile(r"[A-Za-z_][\w.]*(?:\(\))?")
_WRITTEN = re.compile(r"(`[^`]+`|'[^']+')")
_NOT_TAKEN = re.compile(r"takes no (?:argument )?(`[^`]+`)")
_PRINTED = re.compile(r"it printed tensorflow (\d+\.\d+).*")
_MODULE = re.compile(
    r"(?:LL\d+: )?(?P<said>`(?P<module>[\w.]+)` was removed in [^;]+); write `(?P<around>[\w.]+)`"
)
_REMOVED = re.compile(r"(?:LL\d+: )?(?P<said>`(?P<path>[\w.]+)` was removed in [^;]+)(?:;.*)?")
# Releases that are older than "Keras 2" says: up to 2.3 arguments of Keras 1 are taken.
_BEFORE_RENAMING = ("0.3", "1.0", "1.1", "1.2", "2.0", "2.1", "2.2.4", "2.2", "2.3", "1.15")


@check("unpinned-old-keras", sums=True)
def unpinned_old_keras(script: Script) -> Iterator[Problem]:
    if script.outdated:
        span = script.outdated[0].span
        one_name = len({place.message for place in script.outdated}) == 1
        if script.target.reason or not one_name:  # one name alone may be a slip
            span = _first_import(script) or span
        yield Problem(_message(script), span, cause="Keras 3", related=script.outdated, tally="")


def _message(script: Script) -> str:
    """With where the version is from, as much of it as fits."""
    count = len(script.outdated)
    raises = (
        f"at least {count} place{'s raise' if count > 1 else ' raises'}"  # names that were not read may, too
    )
    fitting = newest_release(script, script.target.high)
    pin = _pin(fitting)
    if unused := _unused(script, pin):
        return unused
    if moved := _moved(script, fitting, pin):
        return moved
    version, reasons = _version(script, fitting)
    starts = [f"written for {version} ({reason}); {raises} in Keras 3" for reason in reasons]
    if fitting.tensorflow or version != script.target.written_for:
        starts += [f"written for {version} ({reason})" for reason in reasons]
    if script.target.high == LAST_KERAS_2:  # that it is for Keras 2 is all that its words say
        others = (
            "" if count == 1 else f" and raises in at least {count - 1} other place{'s' if count > 2 else ''}"
        )
        starts += [
            f"written for {version}: Keras 3 rejects {_named(one)}{others}" for one in _written(script)
        ]
    if _is_older(fitting, script) and fitting.asks is not None and reasons:
        for asked in (_last_word(fitting.asks), fitting.asks.written.rpartition(".")[2]):
            explained = f"written for {version} ({reasons[-1]}); {pin} for `{asked}`"
            if len(explained) <= LONGEST:
                return explained
    for start in starts:
        for end in (f"{pin}, or see `--keras 3`", pin):
            if len(start) + len(end) + 2 <= LONGEST:
                return f"{start}; {end}"
    return f"written for {version}; {raises} in Keras 3; {pin}"


def _unused(script: Script, pin: str) -> str | None:
    """Where all that breaks is one imported name, and a program that trains never uses it."""
    found = {_REMOVED.fullmatch(place.message) for place in script.outdated}
    gone = found.pop() if len(found) == 1 else None
    if gone is None or not any(model.fits for model in script.models):
        return None
    paths = [name.path.replace("tensorflow.", "tf.") for name in script.names if name.kind != "method"]
    path, word = gone["path"], gone["path"].rpartition(".")[2]
    # Of `import *`.
    called = any(one.kind != "import" and one.path.endswith(f".{word}") for one in script.names)
    if called or paths.count(path) != 1 or any(one.startswith(f"{path}.") for one in paths):
        return None
    if not script.is_written_once(word):
        return None
    start = f"{gone['said']}, and nothing uses it; delete it from the import"
    whole = f"{start}, or {pin}"
    return whole if len(whole) <= LONGEST else start if len(start) <= LONGEST else None


def _is_older(fitting: Fitting, script: Script) -> bool:
    """Whether the pin is for an older version than the sentence speaks of."""
    high = script.target.high
    if fitting.release is None or not script.target.reason or high == LAST_KERAS_2:
        return False
    major, minor = fitting.release.split(".")[:2]
    return fitting.package == "keras" and (int(major), int(minor)) < high


def _moved(script: Script, fitting: Fitting, pin: str) -> str | None:
    """Where one module is all that went, and what is used of it is in the module around it."""
    found = {_MODULE.fullmatch(place.message) for place in script.outdated}
    gone = found.pop() if len(found) == 1 else None
    if gone is None or not gone["module"].startswith(f"{gone['around']}."):
        return None
    if [need.module for need in fitting.reasons] != [gone["module"]] or fitting.release is None:
        return None
    asks = fitting.asks
    if asks is not None and asks.module != gone["module"]:
        pin = f"{pin} for `{_last_word(asks)}`"
    message = f"{gone['said']}; import from `{gone['around']}`, or {pin}"
    return message if len(message) <= LONGEST else None


def _pin(fitting: Fitting) -> str:
    """What `pip install` must be asked for. `tf.keras` comes with TensorFlow, which has Keras 3 since 2.16."""
    if fitting.release is not None:
        pin = f"pin {fitting.package}<{bound(fitting.release, fitting.package)}"
        if fitting.without:
            pin = f"drop `{fitting.without}` and {pin}"
        beside = fitting.tensorflow
        return pin if beside is None else f"{pin} and tensorflow<{bound(beside, 'tensorflow')}"
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
    if (target.low, target.high) == (OLDEST, LAST_KERAS_2) and fitting.release in _BEFORE_RENAMING:
        package = "Keras" if fitting.package == "keras" else "TensorFlow"
        (word,) = fitting.reasons
        written = [word.module or word.written]
        if _OF_KERAS.match(word.written) and not word.module and not _is_elsewhere(word):
            written.append(word.written.rpartition(".")[2])
        reasons = [f"`{one}` {word.because}" for one in written]
        return _in_words(package, fitting.release), reasons
    reasons = [target.reason, target.reason.partition(",")[0]] if target.reason else []
    printed = _PRINTED.fullmatch(target.reason)
    return f"TensorFlow {printed[1]}" if printed else target.written_for, reasons


def _is_elsewhere(need: Need) -> bool:
    """Whether a later release has the name in another module: `BatchNormalization` of `keras.layers.normalization`."""
    parts = need.written.split(".")
    at = parts.index("keras")
    public = ".".join((*parts[: at + 2], parts[-1])).replace("tf.", "tensorflow.")
    bits = line(need.package).with_name(public)
    return bits is not None and bits.bit_length() > need.releases.bit_length()


def _in_words(package: str, release: str) -> str:
    return {"1.2": f"{package} 1", "1.15": f"{package} 1"}.get(release, f"{package} {release} or older")


def _written(script: Script) -> list[str]:
    """What Keras 3 rejects, as the messages write it first (`keras.layers.core`), or the argument that is not taken."""
    found = (_NOT_TAKEN.search(place.message) or _WRITTEN.search(place.message) for place in script.outdated)
    return [one[1] for one in found if one is not None]


def _named(written: str) -> str:
    return f"the file name {written}" if written.startswith("'") else written


def _first_import(script: Script) -> Span | None:
    """The first import of Keras or TensorFlow in the file itself."""
    imports = (name for name in script.names if name.kind == "import" and name.place.sibling is None)
    spans = (name.statement.span for name in imports if name.path.partition(".")[0] in _ROOTS)
    return min(spans, default=None)
