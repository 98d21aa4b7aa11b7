"""LL806: `validation_split` with data that Keras cannot split."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script

_WHAT = {"dataset": "a tf.data.Dataset", "generator": "a generator"}


@check("validation-split-unsupported", needs="fits validation_split=")
def validation_split_unsupported(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for model in script.models:
        for fit in model.fits:
            split = fit.number("validation_split")
            if fit.method != "fit" or fit.x is None or not split or fit.given("y") or fit.place.node in seen:
                continue
            what = _WHAT.get(fit.x.kind)
            if what is not None:
                seen.add(fit.place.node)
                yield Problem(
                    f"`validation_split={split:g}` of {what}: Keras 3 raises ValueError; split it before, "
                    "pass validation_data",
                    fit.span("validation_split"),
                    model=model.name,
                )
