"""What comes out of each class of transformers: one row a class, the shape as a function of what it was fitted on."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from lstm_lint.keras_api.dims import Dim, NotDeterminable, combine, give_up
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.values import Transformer
from lstm_lint.script import Known, Shape, StepKind


class Fitted(NamedTuple):
    """A transformer at work: what it was made with, the shape that it was fitted on, the shape that it gets."""

    transformer: Transformer
    learned: Shape | None
    shape: Shape

    def option(self, name: str, default: object) -> Any:
        """An argument of the class; gives up where it is not known."""
        given = self.transformer.given.get(name)
        if given is None:
            return default if self.transformer.complete else give_up("not all arguments are known")
        try:
            return constant(given.value)
        except LookupError:
            give_up(f"{name} is not known")

    @property
    def rows(self) -> Dim:
        return self.shape[0] if self.shape else "?"

    def wide(self, columns: Dim) -> Shape:
        return (self.rows, columns)


Rule = Callable[[Fitted], Shape]


class Makes(NamedTuple):
    """What a class makes of data. `back`: the shape that `inverse_transform` makes of what it made."""

    step: StepKind
    shape: Rule
    dtype: Literal["floats", "float64", "int64", ""] = ""  # floats: those of float32 stay float32
    back: Literal["same", "learned", "flat", ""] = ""
    magnitude: float | None = None


def _same(fitted: Fitted) -> Shape:
    return fitted.shape if len(fitted.shape) == 2 else give_up("no table")


def _flat(fitted: Fitted) -> Shape:
    """Labels: a column of them becomes a vector."""
    return (fitted.rows,)


def _some(fitted: Fitted) -> Shape:
    """As many columns as the values say."""
    return fitted.wide("?")


def _picked(fitted: Fitted) -> Shape:
    return (fitted.rows, "?") if len(fitted.shape) == 2 else give_up("no table")


def _components(name: str, default: int | None) -> Rule:
    """As many columns as an argument says."""

    def rule(fitted: Fitted) -> Shape:
        count = fitted.option(name, default)
        if count is None and fitted.learned is not None and len(fitted.learned) == 2:
            return fitted.wide(combine(min, *fitted.learned))
        return fitted.wide(count if isinstance(count, int) and not isinstance(count, bool) else "?")

    return rule


def _best(fitted: Fitted) -> Shape:
    """`SelectKBest(score, k=10)`: k columns, all of fewer."""
    count, columns = fitted.option("k", 10), _same(fitted)[1]
    if count == "all":
        return fitted.shape
    return fitted.wide(combine(lambda n: min(n, count), columns) if isinstance(count, int) else "?")


def _powers(fitted: Fitted) -> Shape:
    """`PolynomialFeatures(degree)`: every product of up to so many columns."""
    degree, alone = fitted.option("degree", 2), fitted.option("interaction_only", False)
    bias, columns = fitted.option("include_bias", True), _same(fitted)[1]
    if not isinstance(degree, int) or not isinstance(columns, int):
        return fitted.wide("?")
    if alone:
        count = sum(math.comb(columns, size) for size in range(degree + 1))
    else:
        count = math.comb(columns + degree, degree)
    return fitted.wide(count - (not bias))


def _bins(fitted: Fitted) -> Shape:
    return fitted.shape if fitted.option("encode", "onehot") == "ordinal" else fitted.wide("?")


def _words(fitted: Fitted) -> Shape:
    return fitted.wide("?")


def _hashed(fitted: Fitted) -> Shape:
    count = fitted.option("n_features", 1 << 20)
    return fitted.wide(count if isinstance(count, int) else "?")


def _table(row: Makes, *names: str) -> dict[str, Makes]:
    return dict.fromkeys(names, row)


_SCALER = Makes("scale", _same, "floats", "same")
MAKES: dict[str, Makes] = {
    **_table(_SCALER, "StandardScaler", "RobustScaler", "QuantileTransformer"),
    **_table(_SCALER._replace(dtype=""), "PowerTransformer"),
    **_table(_SCALER._replace(magnitude=1.0), "MinMaxScaler"),
    **_table(_SCALER._replace(magnitude=1.0), "MaxAbsScaler"),
    **_table(Makes("scale", _same, "floats", magnitude=1.0), "Normalizer"),
    **_table(Makes("scale", _same, magnitude=1.0), "Binarizer"),
    **_table(Makes("scale", _components("n_components", None), back="learned"), "PCA", "KernelPCA", "FastICA", "NMF"),
    **_table(Makes("scale", _components("n_components", None)), "IncrementalPCA", "SparsePCA", "FactorAnalysis",
             "UMAP"),
    **_table(Makes("scale", _components("n_components", 2), back="learned"), "TruncatedSVD"),
    **_table(Makes("scale", _components("n_components", 2)), "TSNE", "Isomap"),
    **_table(Makes("scale", _components("n_components", 10)), "LatentDirichletAllocation"),
    **_table(Makes("scale", _some), "LinearDiscriminantAnalysis"),
    **_table(Makes("arithmetic", _components("n_clusters", 8)), "KMeans", "MiniBatchKMeans"),
    **_table(Makes("arithmetic", _powers, "floats"), "PolynomialFeatures"),
    **_table(Makes("arithmetic", _some), "SplineTransformer"),
    **_table(Makes("select", _best), "SelectKBest"),
    **_table(Makes("select", _picked), "VarianceThreshold", "SelectPercentile", "SelectFromModel", "RFE", "RFECV",
             "SequentialFeatureSelector"),
    **_table(Makes("one-hot", _some), "OneHotEncoder", "LabelBinarizer", "MultiLabelBinarizer"),
    **_table(Makes("one-hot", _bins), "KBinsDiscretizer"),
    **_table(Makes("class-ids", _flat, "int64", "flat"), "LabelEncoder"),
    **_table(Makes("class-ids", _same), "OrdinalEncoder"),
    **_table(Makes("clean", _same), "SimpleImputer", "KNNImputer", "IterativeImputer"),
    **_table(Makes("unknown", _same), "FunctionTransformer"),
    **_table(Makes("one-hot", _words), "CountVectorizer", "DictVectorizer"),
    **_table(Makes("scale", _words, "float64"), "TfidfVectorizer", "TfidfTransformer"),
    **_table(Makes("scale", _hashed), "HashingVectorizer"),
    **_table(Makes("select", _picked), "SMOTE", "ADASYN", "BorderlineSMOTE", "RandomOverSampler",
             "RandomUnderSampler", "SMOTENC", "SMOTEENN", "SMOTETomek", "NearMiss", "TomekLinks"),
    "Tokenizer": Makes("tokens", _words),
    "TextVectorization": Makes("tokens", _words),
}  # fmt: skip
# Parameters that are given by position.
POSITIONS: dict[str, tuple[str, ...]] = {
    "Tokenizer": ("num_words",),
    "MinMaxScaler": ("feature_range",),
    "KBinsDiscretizer": ("n_bins",),
    "PolynomialFeatures": ("degree",),
    "SelectKBest": ("score_func",),
    "FunctionTransformer": ("func", "inverse_func"),
    "Pipeline": ("steps",),
    "ColumnTransformer": ("transformers",),
    "FeatureUnion": ("transformer_list",),
    **dict.fromkeys(("PCA", "KernelPCA", "TruncatedSVD", "FastICA", "NMF", "IncrementalPCA", "TSNE"),
                    ("n_components",)),
    **dict.fromkeys(("KMeans", "MiniBatchKMeans"), ("n_clusters",)),
}  # fmt: skip


def shape_of(transformer: Transformer, learned: Shape | None, shape: Shape | None) -> Shape | None:
    """The shape of what it makes."""
    if shape is None and MAKES[transformer.cls].shape not in (_words, _some):
        return None
    try:
        return MAKES[transformer.cls].shape(Fitted(transformer, learned, shape or ()))
    except NotDeterminable:
        return None


def shape_back(transformer: Transformer, learned: Shape | None, shape: Shape | None) -> Shape | None:
    """The shape of what `inverse_transform` makes."""
    rows = shape[:1] if shape is not None else ("?",)
    match MAKES[transformer.cls].back:
        case "same":
            return shape if shape is not None and len(shape) == 2 else None
        case "learned":
            return (*rows, *learned[1:]) if learned is not None and len(learned) == 2 else None
        case "flat":
            return rows
    return None


def dtype_of(transformer: Transformer, dtype: str | None) -> str | None:
    """The dtype of what it makes."""
    made = MAKES[transformer.cls].dtype
    if made != "floats":
        return made or None
    if transformer.given.get("dtype") is not None or dtype is None:
        return None
    return (
        dtype
        if dtype in ("float32", "float64")
        else "float64"
        if dtype in ("int32", "int64", "bool")
        else None
    )


def magnitude_of(transformer: Transformer) -> float | None:
    """The largest value that it makes, of what it was fitted on."""
    given = transformer.given.get("feature_range")
    plain = given is None or given.value == Known((0, 1))
    return MAKES[transformer.cls].magnitude if plain else None
