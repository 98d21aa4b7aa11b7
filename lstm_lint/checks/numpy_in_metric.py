"""LL472: a metric that hands its tensors to NumPy or scikit-learn, which cannot have them in a graph."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.wording import with_cure
from lstm_lint.script import Script


@check("numpy-in-metric", needs="refused:graph")
def numpy_in_metric(script: Script) -> Iterator[Problem]:
    if script.runs_eagerly or script.backend == "torch":
        return
    yield from refusals(script, of_kind("graph", _message))


def _message(what: str, of: str) -> str:
    if of == "scikit-learn":
        message = f"`{what}` of scikit-learn cannot take tensors of a graph: `fit` raises"
        return with_cure(message, "use one of keras.metrics")
    cure = "keras.ops" if what.startswith("np.") else "keras.metrics" if what != ".numpy()" else "tensors"
    return f"`{what}` in the metric `{of[:24]}` cannot have tensors of a graph: `fit` raises; write it with {cure}"
