"""Draws that keras-tuner and Optuna raise for: the ends, the step and the scale of a range, the types of a choice.

After `keras_tuner/src/engine/hyperparameters/hp_types` of 1.4.8 and `optuna/distributions.py` of 5.0.
"""

from __future__ import annotations

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Args, Items
from lstm_lint.script import Known, RefusedDraw

_SCALES = ("linear", "log", "reverse_log")
_TYPES = (int, float, str, bool)


def note_refused(it: Interpreter, call: Call, why: str) -> None:
    """Write down a draw that raises."""
    if why and call.args.complete:
        draw = RefusedDraw(call.place, call.name, why, called=it.control.home is None)
        it.record.refused_draws.setdefault(call.node, draw)


def refused_numbers(args: Args, whole: bool) -> str:
    """Why `hp.Int` or `hp.Float` raises, else empty."""
    names = ("min_value", "max_value", "step")
    given = {name: _plain(args.at(at, name)) for at, name in enumerate(names, start=1)}
    low, high, step = (_number(given[name]) for name in names)
    odd = next((one for one in (low, high, step) if one is not None and one != int(one)), None)
    if whole and odd is not None:
        return f"takes whole numbers, not {odd:g}; write hp.Float"
    if low is not None and high is not None and low > high:
        return f"goes from {low:g} to {high:g}: the smaller end comes first"
    sampling = _plain(args.at(4, "sampling"))
    if not isinstance(sampling, str):
        return ""
    if sampling.lower() not in _SCALES:
        return f"takes sampling 'linear', 'log' or 'reverse_log', not {sampling!r}"
    if sampling.lower() != "linear" and low is not None and low <= 0:
        return f"with sampling={sampling!r} begins above 0, not at {low:g}"
    if sampling.lower() != "linear" and step is not None and step <= 1:
        return f"with sampling={sampling!r} takes a step above 1, by which it multiplies, not {step:g}"
    return ""


def refused_choice(args: Args) -> str:
    """Why `hp.Choice` raises, else empty."""
    values = args.at(1, "values")
    if not isinstance(values, Items) or values.open or values.spoiled:
        return ""
    if not values.items:
        return "has no value to choose"
    if any(isinstance(item, Items) for item in values.items):
        return "takes numbers and strings, no lists; choose a name or a position"
    plain = [item.value for item in values.items if isinstance(item, Known)]
    if len(plain) < len(values.items):
        return ""
    kinds = list(dict.fromkeys(type(one) for one in plain))
    if all(isinstance(one, (*_TYPES, type(None))) for one in plain) and len(kinds) > 1:
        return f"takes values of one type, not {kinds[0].__name__} and {kinds[1].__name__}"
    default = _plain(args.keywords["default"].value if "default" in args.keywords else None)
    if default is not None and isinstance(default, _TYPES) and default not in plain:
        return f"has the default {default!r}, which is none of its values"
    return ""


def refused_suggestion(call: Call) -> str:
    """Why `trial.suggest_int` and its kin raise, else empty."""
    args, whole = call.args, call.name == "suggest_int"
    low, high = _number(_plain(args.at(1, "low"))), _number(_plain(args.at(2, "high")))
    if low is not None and high is not None and low > high:
        return f"goes from {low:g} to {high:g}: the smaller end comes first"
    step = _number(_plain(args.at(3, "q" if call.name == "suggest_discrete_uniform" else "step")))
    if step is not None and step <= 0:
        return f"takes a step above 0, not {step:g}"
    if _plain(args.at(None, "log")) is not True and call.name != "suggest_loguniform":
        return ""
    least = 1 if whole else 0
    if low is not None and (low < least or (not whole and low == 0)):
        return f"on a logarithmic scale begins {'at 1' if whole else 'above 0'}, not at {low:g}"
    if step is not None and not (whole and step == 1):
        return "takes no step on a logarithmic scale"
    return ""


def _plain(value: Abstract | None) -> object:
    return value.value if isinstance(value, Known) else None


def _number(value: object) -> float | None:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15
    return value if plain and isinstance(value, (int, float)) else None
