"""What a model or an estimator is asked to be: `isinstance(m, keras.Model)`, `hasattr(m, "summary")`."""

from __future__ import annotations

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Instance, Items, Module, Network
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.script import Known, Unknown

_MODELS = frozenset({"keras.Model", "keras.models.Model", "keras.Layer", "keras.layers.Layer"})
_SEQUENTIAL = frozenset({"keras.Sequential", "keras.models.Sequential"})
# What only one of the two has.
_OF_MODELS = frozenset(
    {
        "summary",
        "layers",
        "compile",
        "evaluate",
        "count_params",
        "get_weights",
        "set_weights",
        "trainable_variables",
    }
)
_OF_ESTIMATORS = frozenset(
    {"get_params", "set_params", "n_estimators", "feature_importances_", "coef_", "predict_proba"}
)


def is_instance(it: Interpreter, call: Call) -> Abstract:
    """`isinstance(value, kinds)`, of models and estimators; what else is asked is not decided."""
    value, kinds = (call.args.at(at, "") for at in (0, 1))
    asked = kinds.items if isinstance(kinds, Items) and not kinds.open else [kinds]
    answers = [_is_a(value, one) for one in asked]
    if True in answers:
        return Known(True, "computed")
    return (
        Unknown("the result of `isinstance`") if None in answers or not answers else Known(False, "computed")
    )


def _is_a(value: Abstract | None, kind: Abstract | None) -> bool | None:
    if not isinstance(kind, Module):
        return None
    path = canonical(kind.path)
    of_keras = path in _MODELS or path in _SEQUENTIAL
    if isinstance(value, Network) and value.kind in ("sequential", "functional"):
        if of_keras:
            return path in _MODELS or value.kind == "sequential"
        return False if path.startswith("sklearn.") else None
    if _is_estimator(value) and of_keras:
        return False
    return None


def has_attribute(it: Interpreter, call: Call) -> Abstract:
    """`hasattr(value, name)`, of models and estimators."""
    value, name = (call.args.at(at, "") for at in (0, 1))
    if isinstance(name, Known) and isinstance(name.value, str):
        if isinstance(value, Network) and value.kind in ("sequential", "functional"):
            if name.value in _OF_MODELS | _OF_ESTIMATORS:
                return Known(name.value in _OF_MODELS, "computed")
        elif _is_estimator(value) and name.value in _OF_MODELS:
            return Known(False, "computed")
    return Unknown("the result of `hasattr`")


def _is_estimator(value: Abstract | None) -> bool:
    return isinstance(value, Instance) and value.cls.library.startswith("sklearn.")
