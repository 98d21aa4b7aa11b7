"""LL902: modules, classes, functions, methods and arguments that the targeted Keras does not have any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Span
from lstm_lint.keras_api.keras_2_imports import is_of_keras_1
from lstm_lint.keras_api.lifetimes import first_without, line, was_in_keras
from lstm_lint.keras_api.signatures import NEWEST_RECORDED, exists, public, removed, removed_keywords
from lstm_lint.keras_api.successors import RENAMED_CLASSES, RENAMED_METHODS, instead
from lstm_lint.keras_api.tensorflow_names import asks_keras_2, gone_since_2
from lstm_lint.keras_api.unheard import is_unheard_of, similar
from lstm_lint.keras_api.versions import KERAS_3, NEWEST, KerasTarget, Version
from lstm_lint.notions.training import callbacks
from lstm_lint.notions.wording import with_cure
from lstm_lint.script import Configured, Known, Script, UsedName

_FROM = re.compile(r"from[ \t]+([\w.]+)(\.\w+)[ \t]+import\b")
_LEGACY_OPTIMIZER = re.compile(r"keras\.optimizers\.(legacy\.\w+)$")
_GENERATOR = re.compile(r"\bgenerator\s*=")
_KERAS_3 = KerasTarget(KERAS_3, NEWEST, False)
_APPLICATIONS = "keras.applications"  # what Keras 3 has of it is not written down
# Keras 3 has what was in their modules one level up.
_MOVED_MODULES = (
    "keras",
    "keras.layers",
    "keras.utils",
    "keras.engine",
    "keras.preprocessing",
    "keras.backend",
)


@check("removed-api")
def removed_api(script: Script) -> Iterator[Problem]:
    target = script.target
    yield from _removed_names(script)
    for kind, owner, call in _calls(script):
        for keyword in removed_keywords(kind, owner, call.names_given, target):
            argument = call.argument(keyword)
            if argument.at is not None:
                what = f"`{keyword}` of `{call.cls}` was removed: TypeError in {target.title}"
                new = _every(call) if keyword == "period" else instead(f"{owner}({keyword})")
                message = f"{what}; write `{new}`" if new else what
                fix = _fix_keyword(call, keyword)
                yield Problem(message, argument.at.span, fix=fix, cause=f"{call.cls}({keyword})")


def _every(call: Configured) -> str:
    """`period` counts epochs, `save_freq` batches."""
    period = call.number("period")
    if period == 1:
        return "save_freq='epoch'"
    return f"save_freq={'n' if period is None else f'{period:g}'} * steps_per_epoch"


def _import_span(name: UsedName, gone: str) -> Span:
    """The name, or the whole import where it is the module that is gone."""
    return name.place.span if gone == public(name.path) else name.statement.span


def _removed_names(script: Script) -> Iterator[Problem]:
    """Each import and call of a name that is gone; of those in one module or of one name only the first."""
    told: list[str] = []
    for name in script.names:
        never = _never_there(name.path) if name.kind == "import" else None
        if never is None and name.kind != "method" and is_unheard_of(name.path):
            yield from _of_no_keras(name, told, script.target)
            continue
        # Of Keras 2 the public names are recorded; it also had the modules that Keras 3 lacks.
        gone = never or (_gone(name, script.target) if script.target.at_least(3) else None)
        if gone is None or any(gone == path or gone.startswith(f"{path}.") for path in told):
            continue
        if name.kind != "method":
            told.append(gone)
        if name.guarded:
            continue
        shown = f"{gone.rpartition('.')[2]}()" if name.kind == "method" else gone
        span = _import_span(name, gone) if name.kind == "import" else name.place.span
        since = "is in no TensorFlow" if never else f"was removed in {_release(script, name, gone)}"
        message = f"`{shown}` {since}"
        new = _successor(name, gone, script.target)
        shown = with_cure(message, f"write `{new}`") if new else message
        yield Problem(shown, span, fix=_fix(script, name, gone), cause=_cause(name, gone))


def _of_no_keras(name: UsedName, told: list[str], target: KerasTarget) -> Iterator[Problem]:
    """A slip, or a layer of a changed copy of Keras; nothing where the target may have what is newer than the data."""
    path = public(name.path)
    if path is None or name.guarded or path in told or NEWEST_RECORDED < target.high < NEWEST:
        return
    told.append(path)
    newest = ".".join(map(str, NEWEST_RECORDED))
    near = similar(path, target)
    message = f"`{path}` is in no Keras up to {newest}"
    span = _import_span(name, path) if name.kind == "import" else name.place.span
    yield Problem(with_cure(message, f"write `{near}`") if near else message, span, cause=path)


@lru_cache(maxsize=4096)
def _never_there(path: str) -> str | None:
    """The module of `keras` that a path asks of `tf.keras`, which never had it: ModuleNotFoundError in each release."""
    shown = path.removeprefix("tensorflow.")
    if not path.startswith("tensorflow.keras.") or exists("modules", f"tf.{shown}", _KERAS_3):
        return None  # as nearly always: what older releases had is not loaded for it
    parts = shown.split(".")
    heads = (".".join(parts[:count]) for count in range(2, len(parts) + 1))
    of_keras, of_tensorflow = line("keras").modules, line("tensorflow")
    found = (head for head in heads if head in of_keras and of_tensorflow.with_name(head) == 0)
    head = next(found, None)
    known = head is None or exists("modules", f"tf.{head}", _KERAS_3)
    return None if known else f"tf.{head}"


def _release(script: Script, name: UsedName, gone: str) -> str:
    """The first that lacked the name, which may be one long before the target."""
    if gone_since_2(name.path) is not None:
        return "TensorFlow 2"
    method = name.kind == "method"
    of_tensorflow = gone.startswith("tf.") or (method and _uses_tensorflow_alone(script))
    of = line("tensorflow" if of_tensorflow else "keras")
    found = of.with_method(gone) if method else of.with_name(gone)
    return first_without(found, of) or script.target.title


def _uses_tensorflow_alone(script: Script) -> bool:
    roots = {one.path.partition(".")[0] for one in script.names if one.kind != "method"}
    return "tensorflow" in roots and "keras" not in roots


def _cause(name: UsedName, gone: str) -> str:
    """What one change mends: the same method, the functions of `keras.backend`, and the layout of modules."""
    if name.kind == "method":
        return gone
    module, _, last = gone.rpartition(".")
    if last.islower() and module.removeprefix("tf.") in _MOVED_MODULES:
        return "modules"
    return module if module.endswith("backend") else gone


def _gone(name: UsedName, target: KerasTarget) -> str | None:
    """The removed name itself, or the shortest module around it that is gone; None where it is still there."""
    return _gone_between(name.path, name.kind, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _gone_between(
    imported: str, kind: str, low: Version, high: Version, standalone: bool | None
) -> str | None:
    target = KerasTarget(low, high, standalone)
    if kind == "method":
        return _gone_method(imported, target)
    path = public(imported)
    if path is None:
        return _gone_of_tensorflow(imported, kind) if target.at_least(3) else None
    if legacy := _LEGACY_OPTIMIZER.search(path):  # Keras 3 has the name, but calling it raises ImportError
        return path if kind == "call" and removed("optimizers", legacy[1], target) else None
    if exists("modules", path, target):
        return None
    if is_of_keras_1(path) and target.at_least(3):
        return path
    parts = path.split(".")
    heads = [".".join(parts[:count]) for count in range(2, len(parts) + 1)]
    gone = next((head for head in heads if head != "tf.keras" and removed("modules", head, target)), None)
    return gone or _module_of_before(heads[:-1], target) or (path if _is_of_before(path, target) else None)


def _gone_of_tensorflow(path: str, kind: str) -> str | None:
    """What TensorFlow 2 lacks, `tf.contrib`, and the cells and layers that it has beside Keras 2 alone."""
    gone = gone_since_2(path) or (path if kind != "import" and asks_keras_2(path) else None)
    return gone.replace("tensorflow.", "tf.", 1) if gone is not None else None


def _module_of_before(heads: list[str], target: KerasTarget) -> str | None:
    """The outermost module that only releases before those that the data describes had: `keras.layers.rnn`."""
    lost = next((head for head in heads if not exists("modules", head, target)), None)
    if lost is None or lost.startswith(_APPLICATIONS):
        return None
    return lost if lost in line("keras").modules else None


def _is_of_before(path: str, target: KerasTarget) -> bool:
    """Whether a release before those that the data describes had the name, in a module that is still there."""
    around = path.rpartition(".")[0]
    return target.at_least(3) and exists("modules", around, target) and was_in_keras(path)


def _gone_method(path: str, target: KerasTarget) -> str | None:
    name = path.rpartition(".")[2]
    if name.startswith("reset_state"):
        return None  # LL903
    if exists("methods", f"Model.{name}", target) or exists("methods", path, target):
        return None
    if name.startswith("_"):  # of these the data of releases has those alone that went
        return f"Model.{name}" if line("keras").with_method(f"Model.{name}") else None
    return next((known for known in (f"Model.{name}", path) if removed("methods", known, target)), None)


def _calls(script: Script) -> Iterator[tuple[str, str, Configured]]:
    """Training calls and callbacks, each place once, with the kind and the name under which the data has them."""
    found: dict[object, tuple[str, str, Configured]] = {}
    for model in script.models:
        for call in (*model.fits, *model.predictions):
            found[call.place.node] = ("methods", f"Model.{call.cls}", call)
    yield from found.values()
    for callback, _, _ in callbacks(script):
        yield "callbacks", callback.cls, callback


def _moved(name: UsedName, gone: str, target: KerasTarget) -> str | None:
    """The module around the one that is gone, where it has what is imported from there: `keras.layers` for
    `keras.layers.core.Dense`."""
    path, around = public(name.path), gone.rpartition(".")[0]
    if path is None or path == gone:
        return None
    return around if exists("modules", around + path.removeprefix(gone), target) else None


def _successor(name: UsedName, gone: str, target: KerasTarget) -> str | None:
    """What took the place of the name, or of its module where that has what is used of it."""
    if moved := _moved(name, gone, target):
        return moved
    found, path = instead(gone), public(name.path)
    if found is None or (found.startswith("keras.ops.") and not exists("modules", found, target)):
        return None
    is_module = found.startswith("keras.") and found.rpartition(".")[2].islower() and "ops." not in found
    if is_module and path is not None and path != gone:
        return found if exists("modules", found + path.removeprefix(gone), target) else None
    return found


def _fix(script: Script, name: UsedName, gone: str) -> Fix | None:
    if _moved(name, gone, script.target) is not None:
        return _fix_module(script, gone)
    if legacy := _LEGACY_OPTIMIZER.search(gone):
        return _fix_legacy(name, legacy[1].rpartition(".")[2])
    last = gone.rpartition(".")[2]
    new = RENAMED_METHODS.get(last) if name.kind == "method" else RENAMED_CLASSES.get(last)
    if new is None:
        return None
    same = (
        [name] if name.kind == "method" else [other for other in script.names if public(other.path) == gone]
    )
    edits = {_last_word(other) for other in same}
    there = name.kind == "import" and any(
        other.kind == "import" and (public(other.path) or "").rpartition(".")[2] == new
        for other in script.names
    )
    if None in edits or there:  # a name is not imported twice
        return None
    spans = sorted(span for span in edits if span is not None)
    also = _without_generator(script, name) if last.endswith("_generator") else ()
    if also is None:
        return None
    return Fix(f"write `{new}` for `{last}`", "unsafe", (*(Edit(span, new) for span in spans), *also))


def _without_generator(script: Script, name: UsedName) -> tuple[Edit, ...] | None:
    """`fit_generator(generator=rows)` becomes `fit(x=rows)`; None where the call was not read."""
    for model in script.models:
        for call in (*model.fits, *model.predictions):
            if call.place.node is name.statement.node:
                given = call.given("generator") and call.argument("generator").whole
                named = given and given.text.startswith("generator")
                fix = call.rename_argument("generator", "x", applicability="unsafe") if named else None
                return fix.edits if fix is not None else None if named else ()
    return None if _GENERATOR.search(name.statement.text) else ()


def _fix_module(script: Script, gone: str) -> Fix | None:
    """The module around the one that is gone, in each `from` import of it, where it has all of what these import."""
    statements = {}
    for name in script.names:
        if (public(name.path) or "").startswith(f"{gone}."):
            if name.kind != "import" and "." not in name.place.text:
                continue  # a call of what was imported
            written = _FROM.match(name.statement.text) if name.kind == "import" else None
            if written is None or name.guarded or _moved(name, gone, script.target) is None:
                return None
            span, start = name.statement.span, written.end(1)
            statements[span] = Span(span.line, span.column + start, span.line, span.column + written.end(2))
    last = gone.rpartition(".")[2]
    edits = tuple(Edit(span, "") for _, span in sorted(statements.items()))
    return Fix(f"import from the module around `{last}`", "unsafe", edits) if edits else None


def _fix_legacy(name: UsedName, last: str) -> Fix | None:
    """`optimizers.Adam` for `optimizers.legacy.Adam`."""
    span, end = name.place.span, f".legacy.{last}"
    if not name.place.text.endswith(end) or span.line != span.end_line:
        return None
    start = span.end_column - len(end)
    edit = Edit(Span(span.line, start, span.line, start + len(".legacy")), "")
    return Fix(f"write `{last}` without `legacy`", "unsafe", (edit,))


def _last_word(name: UsedName) -> Span | None:
    """Where the last part of the name stands, if it is written there: not where it was imported under another name."""
    span, last = name.place.span, name.path.rpartition(".")[2]
    if not name.place.text.endswith(last) or span.line != span.end_line:
        return None
    return Span(span.line, span.end_column - len(last), span.line, span.end_column)


def _fix_keyword(call: Configured, keyword: str) -> Fix | None:
    if keyword == "nb_epoch":
        return call.rename_argument(keyword, "epochs", applicability="unsafe")
    if keyword == "period" and call[keyword] != Known(1):
        return None  # every how many epochs: without it, each is saved
    return call.remove_argument(keyword, applicability="unsafe")
