"""LL713: a scaler, an encoder or a tokenizer that is fitted again on test data."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.lineage import as_test, as_train
from lstm_lint.notions.refitted import ENCODERS, Refit, refits
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Script, Transformation

_STATELESS = frozenset(
    {
        "Normalizer", "Binarizer", "PolynomialFeatures", "HashingVectorizer", "FunctionTransformer", "division",
        "minmax_scale", "scale", "zscore", "maxabs_scale", "robust_scale", "quantile_transform", "power_transform",
    }
)  # fmt: skip
_OF_WORDS = ("fit_on_texts", "adapt")
_ENCODERS = frozenset({"OneHotEncoder", "LabelBinarizer", "LabelEncoder", "OrdinalEncoder"})


@check("refitted-transformer", needs="recurrent fits transformations")
def refitted_transformer(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent and model.fits for model in script.models):
        return
    reported: set[int] = set()
    trained_on: dict[object, list[tuple[int, Transformation]]] = {}
    last_use: dict[int, int] = {}  # of each transformer
    fits: dict[int, list[Transformation]] = {}
    for at, work in enumerate(script.transformations):
        if not work.fits:
            last_use[work.tool] = at
        if not work.fits or work.method == "partial_fit":
            continue
        before = [
            first
            for key in as_test(work)
            for earlier, first in trained_on.get((work.cls, key), ())
            if _is_thrown_away(first, work, last_use.get(first.tool, -1) > earlier)
        ]
        if before and id(work.place.node) not in reported and work.cls not in _STATELESS:
            reported.add(id(work.place.node))
            message = _in_each_call(work, before[0]) or _message(work, fits.get(work.tool, []))
            yield Problem(message, work.place.span, _severity(work), cause=_cause(work))
        fits.setdefault(work.tool, []).append(work)
        for key in as_train(work):
            trained_on.setdefault((work.cls, key), []).append((at, work))
    for refit in refits(script):
        if id(refit.work.place.node) not in reported and refit.work.cls not in _STATELESS:
            reported.add(id(refit.work.place.node))
            yield Problem(_asked(refit), refit.work.place.span, Severity.WARNING, cause=_cause(refit.work))


def _is_thrown_away(first: Transformation, work: Transformation, used: bool) -> bool:
    """Whether a fit on the training part is lost by this one; two in a row build one vocabulary from all texts."""
    if first.tool != work.tool:
        return True
    return first.place.node is not work.place.node and (used or first.method != "fit_on_texts")


def _cause(work: Transformation) -> str:
    """Who fits one scaler again on each group of columns makes one mistake."""
    return f"{work.cls}.{work.method}"


def _severity(work: Transformation) -> Severity:
    """Labels of a published data set hold every class on both sides: a second fit finds the same ones."""
    published = any(step.kind == "dataset" for step in work.data.steps)
    return Severity.ADVICE if published and work.cls in _ENCODERS else Severity.WARNING


def _asked(refit: Refit) -> str:
    """The message where the data are not called test data, but a model is asked about them."""
    work, call = refit.work, refit.asked.method
    if work.method in _OF_WORDS or work.cls in ENCODERS:
        what, ids = (
            f"`{work.method}` of what `{call}` gets",
            "words" if work.method in _OF_WORDS else "classes",
        )
        if refit.again and work.method in _OF_WORDS:
            return f"{what} numbers the words anew: ids mean other words than in training; leave it out"
        kept = "use `transform`" if refit.again else f"use the {work.cls} of the training"
        return f"{what} makes ids that mean other {ids} than in training; {kept}"
    instead = "use `transform`" if refit.again else "use the scaler of the training data"
    return f"`{work.cls}.{work.method}` fits what `{call}` gets by its own values, unlike the training data; {instead}"


def _in_each_call(work: Transformation, first: Transformation) -> str | None:
    """The message where one function makes a tokenizer for each part."""
    if work.method != "fit_on_texts" or first.place.node is not work.place.node:
        return None
    return "this numbers the words of each part anew: ids of test texts mean other words; fit once, on training texts"


def _message(work: Transformation, earlier: list[Transformation]) -> str:
    """`earlier`: the fits of the same tool in front of this one."""
    whole, short = f"`{work.cls}.{work.method}({work.written})`", f"`{work.cls}.{work.method}`"
    if work.method in _OF_WORDS:
        again = whole if len(whole) <= 60 else short
        return f"{again} numbers the words anew after training texts were converted; remove the second fit"
    if not earlier:
        cure = f"use the {work.cls} of the training data"
    elif len({id(one.place.node) for one in earlier}) > 1:
        cure = "fit once, on training data"  # the last fit was another one: `transform` alone may raise
    else:
        cure = "use `transform`" if work.method == "fit_transform" else "keep the first fit"
    says = f"fits test data by its own values, unlike the training data; {cure}"
    message = f"{whole} {says}"
    return message if len(message) <= LONGEST else f"{short} {says}"
