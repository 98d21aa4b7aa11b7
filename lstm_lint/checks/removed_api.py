"""LL902: modules, classes, functions, methods and arguments that the targeted Keras does not have any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Span
from lstm_lint.keras_api.signatures import exists, removed, removed_keyword
from lstm_lint.keras_api.successors import RENAMED_CLASSES, RENAMED_METHODS, instead
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Script, UsedName

_LEGACY_OPTIMIZER = re.compile(r"keras\.optimizers\.(legacy\.\w+)$")
_LONGEST = 120


@check("removed-api")
def removed_api(script: Script) -> Iterator[Problem]:
    yield from _removed_names(script)
    for kind, owner, call in _calls(script):
        for keyword in call.arguments:
            argument = call.argument(keyword)
            if argument.whole is not None and removed_keyword(kind, owner, keyword, script.target):
                what = f"`{keyword}` of `{call.cls}` was removed: TypeError in {script.target.title}"
                message = what + _write(f"{owner}({keyword})", script.target)
                yield Problem(message, argument.whole.span, fix=_fix_keyword(call, keyword))


def _removed_names(script: Script) -> Iterator[Problem]:
    """Each import and call of a name that is gone; of those in one module or of one name only the first."""
    told: list[str] = []
    for name in script.names:
        gone = _gone(name, script.target)
        if gone is None or any(gone == path or gone.startswith(f"{path}.") for path in told):
            continue
        if name.kind != "method":
            told.append(gone)
        if name.guarded:
            continue
        shown = f"{gone.rpartition('.')[2]}()" if name.kind == "method" else gone
        span = name.place.span
        if name.kind == "import" and gone != _public(name.path):
            span = name.statement.span  # the module
        message = f"`{shown}` was removed in {script.target.title}"
        full = message + _write(gone, script.target)
        yield Problem(full if len(full) <= _LONGEST else message, span, fix=_fix(script, name, gone))


def _gone(name: UsedName, target: KerasTarget) -> str | None:
    """The removed name itself, or the shortest module around it that is gone; None where it is still there."""
    if name.kind == "method":
        return _gone_method(name.path, target)
    path = _public(name.path)
    if path is None:
        return None
    if legacy := _LEGACY_OPTIMIZER.search(path):  # Keras 3 has the name, but calling it raises ImportError
        return path if removed("optimizers", legacy[1], target) else None
    if exists("modules", path, target):
        return None
    parts = path.split(".")
    heads = (".".join(parts[:count]) for count in range(2, len(parts) + 1))
    return next((head for head in heads if head != "tf.keras" and removed("modules", head, target)), None)


def _gone_method(path: str, target: KerasTarget) -> str | None:
    name = path.rpartition(".")[2]
    if name.startswith("reset_state"):
        return None  # LL903
    if exists("methods", f"Model.{name}", target) or exists("methods", path, target):
        return None
    return next((known for known in (f"Model.{name}", path) if removed("methods", known, target)), None)


def _public(path: str) -> str | None:
    """The path as the data names it; None for private copies of Keras, which keep what they have."""
    if path.startswith("keras.") and not path.startswith(("keras.src.", "keras.api.")):
        return path
    return f"tf.{path.removeprefix('tensorflow.')}" if path.startswith("tensorflow.keras.") else None


def _calls(script: Script) -> Iterator[tuple[str, str, Configured]]:
    """Training calls and callbacks, each place once, with the kind and the name under which the data has them."""
    found: dict[object, tuple[str, str, Configured]] = {}
    for model in script.models:
        for call in (*model.fits, *model.predictions):
            found[call.place.node] = ("methods", f"Model.{call.cls}", call)
    yield from found.values()
    for callback, _, _ in callbacks(script):
        yield "callbacks", callback.cls, callback


def _write(gone: str, target: KerasTarget) -> str:
    found = instead(gone)
    if found is None or (found.startswith("keras.ops.") and not exists("modules", found, target)):
        return ""
    return f"; write `{found}`"


def _fix(script: Script, name: UsedName, gone: str) -> Fix | None:
    last = gone.rpartition(".")[2]
    new = RENAMED_METHODS.get(last) if name.kind == "method" else RENAMED_CLASSES.get(last)
    if new is None:
        return None
    same = (
        [name] if name.kind == "method" else [other for other in script.names if _public(other.path) == gone]
    )
    edits = {_last_word(other) for other in same}
    if None in edits:
        return None
    spans = sorted(span for span in edits if span is not None)
    return Fix(f"write `{new}` for `{last}`", "unsafe", tuple(Edit(span, new) for span in spans))


def _last_word(name: UsedName) -> Span | None:
    """Where the last part of the name stands, if it is written there: not where it was imported under another name."""
    span, last = name.place.span, name.path.rpartition(".")[2]
    if not name.place.text.endswith(last) or span.line != span.end_line:
        return None
    return Span(span.line, span.end_column - len(last), span.line, span.end_column)


def _fix_keyword(call: Configured, keyword: str) -> Fix | None:
    if keyword == "nb_epoch":
        return call.rename_argument(keyword, "epochs", applicability="unsafe")
    return call.remove_argument(keyword, applicability="unsafe")
