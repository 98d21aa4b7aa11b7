"""LL772: a scaler, an encoder, a tokenizer or a lookup layer that nothing fits."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script, Unfitted

# They raise NotFittedError until they were fitted; others take rows as they come: Normalizer, Binarizer.
_LEARN = frozenset(
    {"StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "QuantileTransformer", "PowerTransformer",
     "PCA", "TruncatedSVD", "LabelEncoder", "OneHotEncoder", "OrdinalEncoder", "LabelBinarizer",
     "MultiLabelBinarizer", "SimpleImputer", "KNNImputer"}
)  # fmt: skip
# Keras layers whose table of words or numbers is empty until `adapt`; what fills it when they are made.
_LOOKUPS = {
    "TextVectorization": {"vocabulary"}, "StringLookup": {"vocabulary"}, "IntegerLookup": {"vocabulary"},
    "Discretization": {"bin_boundaries"},
}  # fmt: skip


@check(
    "applied-before-fit",
    needs="recurrent unfitted|TextVectorization|StringLookup|IntegerLookup|Discretization",
)
def applied_before_fit(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent for model in script.models):
        return
    calls = (
        Problem(message, one.place.span)
        for one in script.unfitted
        if (message := _message(one, script)) is not None
    )
    layers = on_their_paths(script, _in_models(script)) if not script.adapts else ()
    yield from each_place_once((*calls, *layers))


def _message(one: Unfitted, script: Script) -> str | None:
    if one.layer:
        return None if script.adapts or not _is_empty(one.cls, one.given) else _unadapted(one.cls)
    if one.cls == "Tokenizer":
        if one.method == "texts_to_matrix" and "num_words" not in one.given:
            return "`Tokenizer` was never fitted on texts: `texts_to_matrix` raises; call fit_on_texts first"
        gets = "only zeros" if one.method == "texts_to_matrix" else "empty lists"
        return (
            f"`Tokenizer` was never fitted: `{one.method}` gives {gets}; call fit_on_texts(train_texts) first"
        )
    if one.cls in _LEARN:
        instead = (
            "use the one that was fitted" if one.method == "inverse_transform" else "fit it on training data"
        )
        return f"`{one.cls}` was never fitted: `{one.method}` raises NotFittedError; {instead}"
    return None


def _in_models(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        runs = (model.fits or model.predictions) and not model.weights_loaded
        for layer in model.layers if runs else ():
            plain = layer.cls in _LOOKUPS and not layer.custom and layer.complete
            if plain and _is_empty(
                layer.cls, {name for name in layer.arguments if layer[name] != Known(None)}
            ):
                yield model, layer, layer.problem(_unadapted(layer.cls), model=model)


def _is_empty(cls: str, given: set[str] | frozenset[str]) -> bool:
    return cls in _LOOKUPS and not _LOOKUPS[cls] & given


def _unadapted(cls: str) -> str:
    return (
        f"`{cls}` was never adapted: it raises as soon as data reaches it; call adapt on training data first"
    )
