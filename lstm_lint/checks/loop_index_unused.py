"""LL796: a loop that fills a window with the same row in each pass, for it does not use its number."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import found_in
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.training import trained
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Script


@check("loop-index-unused", needs="recurrent fits repeated")
def loop_index_unused(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script) if script.repeated else ():
        x, model = fit.x, models[0]
        if x is None or not model.recurrent or any(step.joined or step.kind == "unknown" for step in x.steps):
            continue
        for place, counter, step in script.repeated:
            if found_in(step, x) is not None:
                message = _message(f"`{place.text}`", counter)
                if "\n" in message or len(message) > LONGEST:
                    message = _message("the first", counter)
                related = (fit.place.see("the model is trained here"),)
                yield Problem(message, place.span, model=model.name, related=related)


def _message(row: str, counter: str) -> str:
    what = f"each step of the window is the same row, {row}"
    return f"{what}: the loop does not use `{counter}`; add it to the subscript"
