"""LL837: the best weights are saved, and loaded under another name, or never, so that the last ones are scored; or
the last ones replace them in their file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction
from lstm_lint.notions.training import callbacks, epochs, is_own
from lstm_lint.script import Configured, Fit, Known, Model, Script

_FEWEST = 5  # epochs from where on the last one is often not the best
_SUFFIX = re.compile(r"(?:\.weights)?\.(?:h5|hdf5|keras|ckpt|tf)$")


@check("checkpoint-of-another-name", needs="ModelCheckpoint")
def checkpoint_of_another_name(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))
    yield from each_place_once(_never_loaded(script))
    yield from each_place_once(_saved_over(script))


def _never_loaded(script: Script) -> Iterator[Problem]:
    """Scores of the weights of the last epoch, where a file holds the best ones and nothing reads it."""
    if script.loads or any(model.weights_loaded for model in script.models):
        return
    for checkpoint, fit, model in callbacks(script):
        if fit is None or model is None or not model.recurrent or not _keeps_the_best(checkpoint, fit, model):
            continue
        if any(_may_bring_back(script, one) for one in fit.callbacks or ()):
            continue
        scored = [
            call for call in model.predictions if _scores(script, call) and call.place.span > fit.place.span
        ]
        if len(model.fits) == 1 and scored and (epochs(fit) or 0) >= _FEWEST:
            call = min(scored, key=lambda one: one.place.span)
            why = "uses the last weights, and nothing loads the best ones that ModelCheckpoint saves"
            message = f"`{call.method}` {why}"
            related = (checkpoint.place.see("the best weights are saved here"),)
            yield Problem(message, call.place.span, model=model.name, related=related)


def _saved_over(script: Script) -> Iterator[Problem]:
    """`model.save(path)` after a training whose checkpoint keeps the best epoch in that file."""
    for checkpoint, fit, model in callbacks(script):
        if fit is None or model is None or not model.recurrent or not _keeps_the_best(checkpoint, fit, model):
            continue
        once = len(model.fits) == 1 and not fit.in_loop and (epochs(fit) or _FEWEST) >= _FEWEST
        if not once or any(_may_bring_back(script, one) for one in fit.callbacks or ()):
            continue
        kept, of_weights = _file(checkpoint), checkpoint["save_weights_only"]
        for saved in model.saved:
            same = kept and _file(saved) == kept and of_weights == Known(saved.cls == "save_weights")
            between = any(fit.place.span < load.place.span < saved.place.span for load in script.loads)
            unclear = between or (model.weights_loaded and not script.loads)
            if same and not saved.in_loop and fit.place.span < saved.place.span and not unclear:
                what = f"`{saved.cls}` writes the last weights over the best ones of ModelCheckpoint"
                message = f"{what}; write another file"
                related = (checkpoint.place.see("the best weights are saved here"),)
                yield Problem(message, saved.place.span, model=model.name, related=related)


def _keeps_the_best(checkpoint: Configured, fit: Fit, model: Model) -> bool:
    """Whether it saves the best weights by held-out rows, and nothing else brings them back into the model."""
    monitor = checkpoint.known("monitor")
    best = checkpoint.cls == "ModelCheckpoint" and checkpoint["save_best_only"] == Known(True)
    others = [one for one in fit.callbacks or () if one is not checkpoint]
    restores = any(
        one["restore_best_weights"] != Known(False) for one in others if one.cls == "EarlyStopping"
    )
    on_validation = isinstance(monitor, str) and monitor in _logged(model) and fit.validation is not False
    return best and on_validation and fit.callbacks is not None and not restores


def _may_bring_back(script: Script, callback: Configured) -> bool:
    """Whether it is of the program, or calls a function of it, and may bring the weights back."""
    own = is_own(callback, script.target) and not callback.looks_on
    return own or callback.cls == "LambdaCallback"


def _logged(model: Model) -> set[str]:
    """The names of held-out scores that are certainly there."""
    found = {"val_loss"}
    for compiled in model.in_force:
        metrics = compiled.metrics.value if isinstance(compiled.metrics, Known) else None
        if isinstance(metrics, (list, tuple)):
            found.update(f"val_{one}" for one in metrics if isinstance(one, str))
            if found & {"val_acc", "val_accuracy"}:
                found |= {
                    "val_acc",
                    "val_accuracy",
                }  # of two names for one score the other is another rule's matter
    return found


def _scores(script: Script, call: Fit) -> bool:
    """Whether it says how good the model is."""
    if call.method == "evaluate":
        return True
    made = [after_prediction(side) for one in script.comparisons for side in (one.first, one.second)]
    return any(
        one is not None and one[0].place is not None and one[0].place.node is call.place.node for one in made
    )


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
