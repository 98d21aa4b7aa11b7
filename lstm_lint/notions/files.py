"""Files of models: where one is written, and whether it is read again."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.script import Configured, Ending, Known, Model


def whole_models(model: Model) -> Iterator[Configured]:
    """The calls and callbacks that write a whole model to a file."""
    yield from (saved for saved in model.saved if saved.cls != "save_weights")
    for fit in model.fits:
        for callback in fit.callbacks or ():
            if callback.cls == "ModelCheckpoint" and callback["save_weights_only"] == Known(False):
                yield callback


def end_of_shared_file(saved: Configured, load: Configured) -> str | None:
    """How the name of the file ends that one writes and the other reads; None where it is not known to be one."""
    written, read = saved["filepath"], load["filepath"]
    if isinstance(written, Known) and isinstance(read, Known):
        return str(written.value) if written.value == read.value else None
    places = saved.argument("filepath").place, load.argument("filepath").place
    alike = all(places) and places[0].text == places[1].text  # type: ignore[union-attr]
    return written.text if alike and isinstance(written, Ending) else None
