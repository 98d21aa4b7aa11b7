"""LL804: the name of a file for a model or its weights that does not end as Keras 3 asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Ending, Known, Overridable, Place, Script

# keras/src/callbacks/model_checkpoint.py; up to 3.7 only `.keras` for a whole model
_WHOLE, _WEIGHTS = (".keras", ".h5"), ".weights.h5"
_OLD_SUFFIX = re.compile(r"(?:[._-]weights)?\.(?:h5|hdf5|hdf|h5py|keras|ckpt|cpkt|chk|model|tf|pb|weights)$")


@check("checkpoint-suffix", needs="ModelCheckpoint|saved|loads")
def checkpoint_suffix(script: Script) -> Iterator[Problem]:
    for callback, _, model in callbacks(script):
        if callback.cls != "ModelCheckpoint":
            continue
        weights_only = callback["save_weights_only"]
        if not isinstance(weights_only, Known):
            continue
        allowed = (_WEIGHTS,) if weights_only.value else _WHOLE
        if script.target.below(3, 8) and not weights_only.value:
            allowed = (".keras",)
        end = _wrong_end(callback, allowed)
        if end is not None:
            what = _by_default(callback)
            what += " with `save_weights_only=True`" if weights_only.value else ""
            yield Problem(
                f"file name {_shown(end)!r}{what}: Keras 3 raises ValueError; end it in '{allowed[0]}'",
                callback.span("filepath"),
                fix=_fix(script, callback, allowed[0]),
                model=model.name if model else None,
            )

    yield from each_place_once(_of_calls(script))


def _of_calls(script: Script) -> Iterator[Problem]:
    """`model.save("model")`, `save_weights("w.h5")`; `load_model("model")` of what nothing here saves."""
    saved: set[str] = set()
    for model in script.models:
        for call in model.saved if model.recurrent else ():
            allowed = (_WEIGHTS,) if call.cls == "save_weights" else (*_WHOLE, ".hdf5")
            end = _wrong_end(call, allowed)
            saved.add(str(call.known("filepath")))
            if end is not None and call.complete:
                named = f"`{call.cls}({_shown(end)!r})`{_by_default(call)}"
                message = f"{named}: Keras 3 raises ValueError; end it in '{allowed[0]}'"
                fix = _fix(script, call, allowed[0])
                yield Problem(message, call.span("filepath"), fix=fix, model=model.name)
    for load in script.loads:
        end = _wrong_end(load, (*_WHOLE, ".hdf5")) if load.cls == "load_model" else None
        if end is not None and load.known("filepath") not in saved and "://" not in end and load.complete:
            message = f"`load_model({_shown(end)!r})`: Keras 3 reads .keras and .h5 files alone, ValueError"
            yield Problem(message, load.span("filepath"))


def _wrong_end(callback: Configured, allowed: tuple[str, ...]) -> str | None:
    """The file name, as far as its end is known, if it certainly ends otherwise."""
    value = callback["filepath"]
    if isinstance(value, (Ending, Overridable)):
        may_fit = isinstance(value, Ending) and any(suffix.endswith(value.text) for suffix in allowed)
        return None if may_fit or value.text.endswith(allowed) else value.text
    name = value.value if isinstance(value, Known) else None
    return name if isinstance(name, str) and not name.endswith(allowed) else None


def _by_default(callback: Configured) -> str:
    return " by default" if isinstance(callback["filepath"], Overridable) else ""


def _shown(end: str) -> str:
    name = end.rpartition("/")[2] or end
    return name if len(name) <= 30 else f"...{name[-27:]}"


def _fix(script: Script, callback: Configured, suffix: str) -> Fix | None:
    """The new name, here and where the file is loaded; None where one of these is not written as a plain string.

    Unsafe where the old name is written in other places too, or something is loaded that was not read.
    """
    place, value = callback.argument("filepath").place, callback.known("filepath")
    if place is None or not isinstance(value, str) or not _is_plain(place, value):
        return None
    edits, known = {place.span: _renamed(place, value, suffix)}, 0
    for load in script.loads:
        there, read = load.argument("filepath").place, load.known("filepath")
        if there is None or not isinstance(read, str):
            return None  # put together from parts, it may be this file
        known += 1
        if re.fullmatch(_any_epoch(value), read):
            if not _is_plain(there, read):
                return None
            edits[there.span] = _renamed(there, read, suffix)
    locator = place.locator
    written = locator.occurrences(".load_weights(") + locator.occurrences("load_model(")
    same = sum(edit.text[1:-1].startswith(_OLD_SUFFIX.sub("", value)) for edit in edits.values())
    safe = locator.occurrences(value) == same and written <= known
    where = f" and in {len(edits) - 1} load{'s' if len(edits) > 2 else ''}" if len(edits) > 1 else ""
    title = f"write `filepath={edits[place.span].text}`{where}"
    return Fix(title, "safe" if safe else "unsafe", tuple(edits.values()))


def _is_plain(place: Place, value: str) -> bool:
    """Whether it is written as one string, at this very place."""
    return place.text[:1] in ("'", '"') and place.text[1:-1] == value and place.sibling is None


def _renamed(place: Place, value: str, suffix: str) -> Edit:
    quote = place.text[0]
    return Edit(place.span, f"{quote}{_OLD_SUFFIX.sub('', value)}{suffix}{quote}")


def _any_epoch(value: str) -> str:
    """A pattern of the names that the training makes of it: `fit_{epoch:02d}.h5`."""
    return ".+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", value))
