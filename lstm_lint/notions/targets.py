"""What is known of the targets that a model is fitted on: one-hot vectors, class ids, how many classes, which range."""

from __future__ import annotations

import re
from typing import Literal

from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.sources import dataset
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.measured import as_read, rounded, spans
from lstm_lint.script import Cast, Centered, Division, Fit, Model, Rescaled, Series, Step, Tokens

Encoding = Literal["one-hot", "class-ids"]

# What leaves the meaning of labels alone.
_KEEPS_LABELS = frozenset({"split", "shuffle", "cast", "clean"})
# Their columns are counts, weights or several labels at once, not one class each.
_SEVERAL_LABELS = frozenset(
    {"MultiLabelBinarizer", "CountVectorizer", "texts_to_matrix", "sequences_to_matrix", "LabelBinarizer"}
)
_COLUMNS = re.compile(r"\[\s*:\s*,[^\[\],]*:[^\[\],]*\]$")
_DROPS_FIRST = re.compile(r"\bdrop_first\s*=\s*True|\bdrop\s*=\s*[\"']")
_CENTRED = frozenset(
    {"StandardScaler", "RobustScaler", "PowerTransformer", "zscore", "scale", "robust_scale"}
)
_DIFFERENCES = frozenset({"diff", "pct_change"})
_DEVIATIONS = ("std", "nanstd")
_KEEPS_VALUES = ("select", "split", "window", "cast", "reshape", "shuffle", "clean")
_PLAIN_NUMBERS = ("literal", "synthetic", "cast", "reshape")
_LABELS = ("one-hot", "class-ids")
_DRAWS = ("normal", "standard_normal", "randn", "gamma", "exponential", "lognormal", "laplace")
_PLAIN = ("add", "subtract", "multiply", "cumsum", "mean", "sum", "sin", "cos", "exp", "tanh")
_LEAVES_DECIMALS = ("arithmetic", "scale", "select", "window", "reshape", "split", "cast")


def encoding(y: Series | None) -> Encoding | None:
    """How the labels are written; None where that is not known, also after a step that may have changed it."""
    found = _encoded(y)
    return found.kind if found is not None else None  # type: ignore[return-value]


def encoder(y: Series | None) -> str:
    """The function or class that made them labels: `to_categorical`."""
    found = _encoded(y)
    return found.what.rpartition(".")[2] if found is not None else ""


def _encoded(y: Series | None) -> Step | None:
    if y is None or any(step.kind == "stack" for step in y.steps):
        return None
    cut = y.shape is not None and len(y.shape) < 2
    for step in reversed(y.steps):
        if step.kind in ("one-hot", "class-ids"):
            whole = step.kind == "class-ids" or not (cut or _drops_a_class(step))
            return step if whole and step.what.rpartition(".")[2] not in _SEVERAL_LABELS else None
        if step.kind == "select" and y.shape is not None and step.what in ("slice", "column"):
            cut = cut or (len(y.shape) == 2 and _cuts_columns(step))
            continue  # the reading followed it: the rank tells whether a column was taken out
        if step.kind not in _KEEPS_LABELS:
            return None
    return None


def _cuts_columns(step: Step) -> bool:
    """Whether a slice that left two axes left some of the columns: `y[:, 1:]` of two classes has one column of ids."""
    return step.place is not None and bool(_COLUMNS.search(step.place.text))


def _drops_a_class(step: Step) -> bool:
    """Whether the first class has no column, as with `get_dummies(y, drop_first=True)`."""
    return step.place is not None and bool(_DROPS_FIRST.search(step.place.text))


def classes(y: Series | None) -> int | None:
    """Number of classes: the width of one-hot vectors, or the largest class id and one."""
    if y is None:
        return None
    written = encoding(y)
    if written == "one-hot" and y.shape is not None and len(y.shape) > 1:
        width = y.shape[-1]
        return width if isinstance(width, int) else None
    whole = y.integer and y.magnitude is not None and float(y.magnitude).is_integer()
    looked_at = as_read(y)
    if whole and len(looked_at) == 1 and looked_at[0].classes is not None:
        return int(y.magnitude or 0) + 1
    drawn = bool(y.steps) and y.steps[0].kind == "synthetic"  # at random: each part has all of them
    plain = (*_PLAIN_NUMBERS, "split", "shuffle", "select") if drawn else _PLAIN_NUMBERS
    if any(step.kind == "tokens" and _counts_words(step) for step in y.steps):
        plain = (*plain, "tokens", "stack", "split", "shuffle", "select")
    if y.certain and y.magnitude is not None and _is_labels_plus(y):
        return int(y.magnitude) + 1
    if whole and y.certain and (written == "class-ids" or all(s.kind in plain for s in y.steps)):
        return int(y.magnitude or 0) + 1
    return None


_PLUS = re.compile(r"\w\s*\)*\s*\+=?\s*\d+$|\]\s*\+=?\s*\d+$")


def _is_labels_plus(y: Series) -> bool:
    """`labels + 1` of ids from 0 that are drawn or encoded: the largest grows by that."""
    first = y.steps[0] if y.steps else None
    drawn = first is not None and first.what in ("randint", "integers") and first.place is not None
    encoded = next((at for at, step in enumerate(y.steps) if step.kind == "class-ids"), None)
    if encoded is None and (not drawn or first is None or first.place is None or "-" in first.place.text):
        return False
    after = y.steps[encoded + 1 if encoded is not None else 1 :]
    plain = all(
        _adds_a_number(step) or step.kind in ("cast", "reshape", "split", "shuffle") for step in after
    )
    return plain and any(map(_adds_a_number, after))


def _adds_a_number(step: Step) -> bool:
    """`labels + 1` and `labels += 1`."""
    added = step.kind == "arithmetic" and step.what == "add" and step.joined is None
    return (
        added
        and step.place is not None
        and bool(_PLUS.search(step.place.text))
        and "-" not in step.place.text
    )


def _counts_words(step: Step) -> bool:
    """Whether the ids are those of a vocabulary that is known, whatever rows there are."""
    return isinstance(step.detail, Tokens) and step.detail.listed and step.detail.below is not None


@once
def encoding_of(model: Model) -> Encoding | None:
    """How the labels of every `fit` of the model are written; None where they differ or one is not known."""
    found = {encoding(fit.y) for fit in model.fits}
    return found.pop() if len(found) == 1 else None


@once
def fit_of_classes(model: Model) -> tuple[Fit, int] | None:
    """The first `fit` whose number of classes is known, with that number."""
    for fit in model.fits:
        count = classes(fit.y)
        if count is not None:
            return fit, count
    return None


@dataclass(frozen=True, slots=True)
class Reach:
    """Values that the targets certainly take, as far as known, and what makes them so."""

    low: float
    high: float
    why: str
    signs: bool = False  # labels of -1 and 1


def reach(y: Series | None) -> Reach | None:
    """From where to where the targets go: -1 to 1 behind `MinMaxScaler((-1, 1))`; None where that is not known."""
    if y is None:
        return None
    if (by_hand := _centered(y)) is not None:
        return by_hand
    if (signs := _signs(y)) is not None:
        return Reach(-1.0, 1.0, signs, signs=True)
    if _is_around_zero(y):
        return Reach(-1e-6, 1e-6, f"`{y.steps[0].what}`")
    step = _last_scaling(y)
    if step is not None:
        name = step.what.rpartition(".")[2]
        if name in ("MinMaxScaler", "minmax_scale"):
            limits = step.detail.feature_range if isinstance(step.detail, Rescaled) else (0, 1)
            if limits is not None:
                return Reach(float(limits[0]), float(limits[1]), f"{name} to {limits}")
        elif name in _CENTRED:
            return Reach(-2.0, 2.0, name)
        elif name in _DIFFERENCES:
            return Reach(-1e-6, 1e-6, f"`{name}`")
        return None
    if y.certain and y.steps and y.steps[0].what.endswith("make_regression") and _as_made(y):
        # Coefficients of up to 100 times normal features: a spread of about 60 for each that counts.
        return Reach(-10.0, 10.0, "`make_regression`")
    if y.certain and y.magnitude is not None and not any(step.kind in _LABELS for step in y.steps):
        columns = as_read(y)
        if columns:
            ends = [end for one in columns for end in (one.minimum, one.maximum) if end is not None]
            return Reach(min(ends), max(ends), ", ".join(map(spans, columns[:1])))
        # Of two arrays that were added the larger one, which is twice the other at least.
        added = any(step.joined is not None and step.what in ("add", "subtract") for step in y.steps)
        least = y.magnitude * (2 / 3 if added else 1)
        return Reach(0.0, least, f"a range up to {rounded(y.magnitude)}")
    return None


@once
def no_probabilities(model: Model) -> Reach | None:
    """Where targets lie that binary crossentropy reads as probabilities, and some of which certainly are none."""
    losses = {loss_of(compiled) for compiled in model.in_force}
    if len(model.heads) != 1 or losses != {"binary_crossentropy"}:
        return None
    if any(step.what == "assignment" for fit in model.fits if fit.y is not None for step in fit.y.steps):
        return None  # `y[y < 0] = 0`
    found = [reach(fit.y) for fit in model.fits]
    beyond = [one for one in found if one is not None and (one.low < 0 or one.high > 1)]
    signed = bool(beyond) and beyond[0].signs
    whole = any(fit.y is None or encoding(fit.y) or (fit.y.integer and not signed) for fit in model.fits)
    return beyond[0] if beyond and len(beyond) == len(found) and not whole else None


def _centered(y: Series) -> Reach | None:
    """Values whose mean was subtracted by hand, and what is left of them by a division."""
    spread = 1e-6
    for step in reversed(y.steps):
        if isinstance(step.detail, Centered):
            return Reach(-spread, spread, "subtracting the " + step.detail.by.removeprefix("nan"))
        if step.kind == "scale" and isinstance(step.detail, Division):
            spread = 2.0 if step.detail.by in _DEVIATIONS else spread
        elif step.kind not in _KEEPS_VALUES:
            return None
    return None


_SIGNS = re.compile(r",\s*(?:-1(?:\.0?)?\s*,\s*1(?:\.0?)?|1(?:\.0?)?\s*,\s*-1(?:\.0?)?)\s*\)$")
_AROUND_ZERO = frozenset({"standard_normal", "randn", "laplace"})
_STAYS_AROUND_ZERO = frozenset({"multiply", "sum", "mean", "cumsum"})


def _signs(y: Series) -> str | None:
    """What makes labels of 1 and -1: `np.where(up, 1, -1)`, `np.sign(change)`."""
    made = next((step for step in reversed(y.steps) if step.kind not in _KEEPS_VALUES), None)
    if made is None or made.place is None:
        return None
    if made.what == "where" and _SIGNS.search(made.place.text):
        return "`where`"
    return "`sign`" if made.what == "sign" and made.joined is None else None


def _is_around_zero(y: Series) -> bool:
    """Whether the values are sums and products of draws around 0, so that some are below it."""
    return y.certain and bool(y.steps) and _is_drawn_around_zero(y.steps)


def _is_drawn_around_zero(steps: tuple[Step, ...]) -> bool:
    first = steps[0] if steps else None
    if first is None or first.place is None:
        return False
    centered = first.what in _AROUND_ZERO or (
        first.what == "normal" and re.search(r"normal\((?:0(?:\.0?)?\s*[,)]|size\b|\))", first.place.text)
    )
    return bool(centered) and all(map(_stays_around_zero, steps[1:]))


def _stays_around_zero(step: Step) -> bool:
    parts = step.joined.parts if step.joined is not None and not step.joined.across else ()
    if step.kind == "arithmetic" and step.what in ("add", "subtract"):
        return bool(parts) and all(map(_is_drawn_around_zero, parts))
    if step.kind == "arithmetic":
        return step.what in _STAYS_AROUND_ZERO and not parts
    floats = not isinstance(step.detail, Cast) or "float" in step.detail.dtype
    return step.kind in _KEEPS_VALUES and step.kind != "clean" and step.what != "assignment" and floats


def _as_made(y: Series) -> bool:
    """Whether nothing was done to the values since."""
    return all(step.kind in ("cast", "reshape", "split", "shuffle", "select") for step in y.steps[1:])


def is_continuous(y: Series | None) -> bool:
    """Whether the targets are quantities for certain, not labels."""
    if y is None or any(step.kind in _LABELS for step in y.steps):
        return False
    published = [found for step in y.steps if (found := dataset(step.what)) is not None]
    if _last_scaling(y) is not None or any(found.target == "quantity" for found in published):
        return True
    if _is_drawn(y):
        return True
    made = all(step.kind in ("synthetic", "cast", "reshape", "split") for step in y.steps)
    of_texts = bool(y.steps) and y.steps[0].what == "choice" and y.magnitude is None
    named = bool(y.steps) and y.steps[0].what in ("zeros", "ones")
    return bool(y.steps) and made and y.certain and not y.integer and not named and not of_texts


def _is_drawn(y: Series) -> bool:
    """Whether it is made up of numbers with decimals, by arithmetic that leaves them some."""
    if not y.steps or not y.certain or y.steps[0].what not in _DRAWS:
        return False
    for step in y.steps[1:]:
        whole = isinstance(step.detail, Cast) and "float" not in step.detail.dtype
        if (
            step.kind not in _LEAVES_DECIMALS
            or whole
            or (step.kind == "arithmetic" and step.what not in _PLAIN)
        ):
            return False
    return True


def is_rescaled(y: Series | None) -> bool:
    """Whether something was done to the scale of the targets, even if the result is not known."""
    return y is not None and any(step.kind in ("scale", "arithmetic", "unknown") for step in y.steps)


def _last_scaling(y: Series) -> Step | None:
    for step in reversed(y.steps):
        if step.kind in ("scale", *_LABELS, "tokens"):
            return step if step.kind == "scale" else None
        if step.kind in ("arithmetic", "stack", "unknown"):
            return None
    return None
