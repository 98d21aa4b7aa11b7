"""Whether data is known to hold fractions, which a cast to integers cuts off."""

from __future__ import annotations

from lstm_lint.keras_api.sources import dataset
from lstm_lint.script import Cast, Pad, Rounded, Series, Step, StepKind

_KEEPS: frozenset[StepKind] = frozenset({"select", "split", "window", "reshape", "shuffle", "stack", "clean"})
_SCALING = frozenset(
    {
        "MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler", "Normalizer", "QuantileTransformer",
        "PowerTransformer", "PCA", "TfidfVectorizer", "division", "pct_change", "log", "log1p", "log2", "log10", "sqrt",
        "minmax_scale", "scale", "normalize", "zscore",
    }
)  # fmt: skip
_ROUNDS = ("round", "around")
_RANDOM = frozenset({"rand", "randn", "random", "random_sample", "sample", "uniform", "normal"})


def source_of_fractions(series: Series) -> Step | None:
    """The step that made the numbers fractions, if nothing after it made them whole again."""
    for step in reversed(series.steps):
        if step.kind == "pad":
            if not _dtype(step).startswith("float"):
                return None
        elif step.kind == "cast":
            kept = _dtype(step).startswith("float")
            fractions = isinstance(step.detail, Rounded)
            whole = step.what == "int" or (step.what == "astype" and not kept)
            if whole or (step.what in _ROUNDS and not fractions):
                return None
        elif step.kind in ("scale", "arithmetic"):
            if step.what in _SCALING or step.what in ("sin", "cos", "tanh"):
                return step
            if step.what not in ("add", "subtract"):
                return None
        elif step.kind in ("synthetic", "literal", "dataset"):
            listed = step.kind == "literal" and step.what == "array" and series.integer is False
            published = dataset(step.what)
            measured = published is not None and published.fractions
            return step if step.what in _RANDOM or measured or listed else None
        elif step.kind not in _KEEPS:
            return None
    return None


def _dtype(step: Step) -> str:
    """The dtype that a step states, as the program names it; empty where it states none."""
    return (step.detail.dtype if isinstance(step.detail, (Cast, Pad)) else None) or ""


def origin(step: Step) -> str:
    """The step as a reader would call it: `scaled by MinMaxScaler`, `from randn`."""
    if step.kind == "scale":
        return "divided" if step.what == "division" else f"scaled by {step.what}"
    return "given as fractions" if step.what == "array" else f"from {step.what}"
