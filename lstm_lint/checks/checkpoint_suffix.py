"""LL804: a ModelCheckpoint whose file name does not end as Keras 3 asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Ending, Known, Script

# keras/src/callbacks/model_checkpoint.py; up to 3.7 only `.keras` for a whole model
_WHOLE, _WEIGHTS = (".keras", ".h5"), ".weights.h5"
_OLD_SUFFIX = re.compile(r"(?:[._-]?weights)?\.(?:h5|hdf5|hdf|h5py|keras|ckpt|cpkt|chk|model|tf|pb|weights)$")


@check("checkpoint-suffix")
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
            what = " with `save_weights_only=True`" if weights_only.value else ""
            yield Problem(
                f"file name {_shown(end)!r}{what}: Keras 3 raises ValueError; end it in '{allowed[0]}'",
                callback.span("filepath"),
                fix=_fix(callback, allowed[0]),
                model=model.name if model else None,
            )


def _wrong_end(callback: Configured, allowed: tuple[str, ...]) -> str | None:
    """The file name, as far as its end is known, if it certainly ends otherwise."""
    value = callback["filepath"]
    if isinstance(value, Ending):
        may_fit = any(suffix.endswith(value.text) for suffix in allowed)
        return None if may_fit or value.text.endswith(allowed) else value.text
    name = value.value if isinstance(value, Known) else None
    return name if isinstance(name, str) and not name.endswith(allowed) else None


def _shown(end: str) -> str:
    name = end.rpartition("/")[2] or end
    return name if len(name) <= 30 else f"...{name[-27:]}"


def _fix(callback: Configured, suffix: str) -> Fix | None:
    """The new name where it is written as one plain string; unsafe where the old one may be read elsewhere too."""
    place = callback.argument("filepath").place
    value = callback.known("filepath")
    if place is None or not isinstance(value, str) or place.text[1:-1] != value or place.text[0] not in "\"'":
        return None
    quote = place.text[0]
    new = _OLD_SUFFIX.sub("", value) + suffix
    once = place.locator.occurrences(value) == 1
    return callback.set_argument(
        "filepath", f"{quote}{new}{quote}", applicability="safe" if once else "unsafe"
    )
