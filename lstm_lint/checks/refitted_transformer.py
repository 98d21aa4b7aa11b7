"""LL713: a scaler, an encoder or a tokenizer that is fitted again on test data."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.lineage import is_test_of
from lstm_lint.script import Script, Transformation

_STATELESS = frozenset(
    {
        "Normalizer", "Binarizer", "PolynomialFeatures", "HashingVectorizer", "FunctionTransformer", "division",
        "minmax_scale", "scale", "zscore", "maxabs_scale", "robust_scale", "quantile_transform", "power_transform",
    }
)  # fmt: skip
_ENCODERS = frozenset({"OneHotEncoder", "LabelBinarizer", "LabelEncoder", "OrdinalEncoder"})


@check("refitted-transformer")
def refitted_transformer(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent and model.fits for model in script.models):
        return
    reported: set[int] = set()
    for at, work in enumerate(script.transformations):
        if not work.fits or work.method == "partial_fit" or work.cls in _STATELESS:
            continue
        if id(work.place.node) not in reported and _first_fit(script.transformations[:at], work) is not None:
            reported.add(id(work.place.node))
            yield Problem(_message(work), work.place.span, _severity(work))


def _first_fit(earlier: tuple[Transformation, ...], work: Transformation) -> Transformation | None:
    """The fit on the training part that this one throws away."""
    for at, first in enumerate(earlier):
        if first.cls != work.cls or not first.fits or first.method == "partial_fit":
            continue
        same_object = first.tool == work.tool
        if same_object and first.place.node is work.place.node:
            continue
        if is_test_of(work, first) and (not same_object or _was_used(first, earlier[at + 1 :])):
            return first
    return None


def _was_used(first: Transformation, between: tuple[Transformation, ...]) -> bool:
    """Whether something was transformed by the first fit: two fits in a row build one vocabulary from all texts."""
    return first.method != "fit_on_texts" or any(
        work.tool == first.tool and not work.fits for work in between
    )


def _severity(work: Transformation) -> Severity:
    """Labels of a published data set hold every class on both sides: a second fit finds the same ones."""
    published = any(step.kind == "dataset" for step in work.data.steps)
    return Severity.ADVICE if published and work.cls in _ENCODERS else Severity.WARNING


def _message(work: Transformation) -> str:
    again = f"`{work.cls}.{work.method}({work.written})`"
    if len(again) > 60:
        again = f"`{work.cls}.{work.method}`"
    if work.method == "fit_on_texts":
        return f"{again} numbers the words anew after training texts were converted; leave the second fit out"
    verb = "transform" if work.method == "fit_transform" else "keep the first fit"
    return (
        f"{again} fits test data by its own values, unlike the training data; use `{verb}`"
        if (verb == "transform")
        else f"{again} fits test data by its own values, unlike the training data; {verb}"
    )
