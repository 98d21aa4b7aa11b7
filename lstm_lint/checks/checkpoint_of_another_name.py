"""LL837: the best weights are saved under one name and loaded under another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Known, Script

_SUFFIX = re.compile(r"(?:\.weights)?\.(?:h5|hdf5|keras|ckpt|tf)$")


@check("checkpoint-of-another-name")
def checkpoint_of_another_name(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    checkpoints = [one for one, _, _ in callbacks(script) if one.cls == "ModelCheckpoint"]
    saved = [one for model in script.models for one in model.saved]
    written = [_file(one) for one in (*checkpoints, *saved)]
    if not checkpoints or None in written:
        return
    kept = _file(checkpoints[0])
    for load in script.loads:
        read = _file(load)
        if read is None or kept is None or len(checkpoints) > 1 or read in written or not _may_be(kept, read):
            continue
        if _comes_first(load, checkpoints[0]) or _is_mentioned_elsewhere(load, read, kept):
            continue
        message = f"`{load.cls}` reads '{_short(read)}', ModelCheckpoint writes '{_short(kept)}': use one name for both"
        yield Problem(message, load.span("filepath"))


def _file(call: Configured) -> str | None:
    """The path as it is known, without `./`; empty for a name that the training completes."""
    value = call["filepath"]
    name = value.value if isinstance(value, Known) else None
    if not isinstance(name, str):
        return None
    return "" if "{" in name else posixpath.normpath(name)


def _may_be(kept: str, read: str) -> bool:
    """Whether one name is the other with another folder, or with another ending."""
    if kept == read or not kept:
        return False
    folders = posixpath.basename(kept) == posixpath.basename(read)
    endings = _SUFFIX.sub("", kept) == _SUFFIX.sub("", read)
    return folders or endings


def _comes_first(load: Configured, checkpoint: Configured) -> bool:
    """Whether it is loaded before the training is set up, as weights of an earlier run are."""
    return load.place.span < checkpoint.place.span


def _is_mentioned_elsewhere(load: Configured, read: str, kept: str) -> bool:
    """Whether the program speaks of the file in another place too: it may be copied there."""
    code = load.place.locator
    inside = code.occurrences(kept) if read in kept else 0
    return code.occurrences(read) - inside > 1


def _short(name: str) -> str:
    return name if len(name) <= 28 else f"...{name[-25:]}"
