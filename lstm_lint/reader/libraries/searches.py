"""Searches: keras-tuner and Optuna. What they draw is a set of values, what they run is read.

A function that a search is given is read once with all that it draws, where the program starts the search. The numbers
that a draw can give follow the documentation of each library; bounds belong to it unless that says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.ir.records import dataclass, replace
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.swept import MAX_LISTED
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Network,
    Partial,
)
from lstm_lint.reader.libraries.objectives import measure
from lstm_lint.reader.libraries.refused_draws import (
    note_refused,
    refused_choice,
    refused_numbers,
    refused_suggestion,
)
from lstm_lint.script import Known, Redrawn, Unknown

_TUNERS = frozenset({"RandomSearch", "Hyperband", "BayesianOptimization", "GridSearch", "Tuner", "BaseTuner"})
_LARGEST = 1e15
_KERAS_TUNER = ("keras_tuner", "kerastuner")


def of_library(path: str) -> Class:
    """A class of a library, as one of the program that derives from it and adds nothing."""
    name = path.rpartition(".")[2]
    return Class(cst.made_up_class(name), name, {}, (), path)


def made(it: Interpreter, cls: Class, **names: Abstract) -> Instance:
    return Instance(cls, Names(dict(names)), it.control.depth)


# What can be drawn


def number(value: Abstract | None) -> float | None:
    """A number that a search can draw between; None for one beyond all sense."""
    found = value.value if isinstance(value, Known) else None
    plain = isinstance(found, (int, float)) and not isinstance(found, bool)
    return found if plain and -_LARGEST <= found <= _LARGEST else None  # type: ignore[operator,return-value]


def between(
    it: Interpreter,
    name: str,
    low: float | None,
    high: float | None,
    step: float | None,
    *,
    growing: bool = False,
) -> Abstract:
    """Numbers from `low` to `high`, in steps; on a scale of `growing` steps each is the one before times the step."""
    if low is None or high is None or low > high or not all(map(math.isfinite, (low, high))):
        return it.draw(name)
    values: list[float] = []
    if step is not None and (step > 1 if growing else step > 0) and (low > 0 or not growing):
        at = low
        while at <= high + 1e-9 * abs(high) and len(values) <= MAX_LISTED:
            values.append(at)
            at = low * step ** len(values) if growing else low + step * len(values)
            at = round(at, 12)
    return it.draw(name, values if 0 < len(values) <= MAX_LISTED else (), (low, high))


def listed(it: Interpreter, name: str, values: Abstract | None) -> Abstract:
    """One of a list."""
    if not isinstance(values, Items) or values.open or values.spoiled:
        return it.draw(name)
    plain = [item.value for item in values.items if isinstance(item, Known)]
    if len(plain) < len(values.items) or not all(
        isinstance(one, (int, float, str, type(None))) for one in plain
    ):
        return it.draw(name)
    return Known(plain[0], "computed") if len(plain) == 1 else it.draw(name, plain)


def draw_name(args: Args, name: str = "name") -> str:
    given = args.at(0, name)
    return given.value if isinstance(given, Known) and isinstance(given.value, str) else ""


def _flag(value: Abstract | None) -> bool:
    """Whether an argument is given, and not as False or None."""
    return value is not None and value not in (Known(False), Known(None))


# keras-tuner


def _int(it: Interpreter, call: Call) -> Abstract:
    """`hp.Int(name, min_value, max_value, step, sampling)`: with a logarithmic scale the step is a factor."""
    note_refused(it, call, refused_numbers(call.args, whole=True))
    return _tuned(it, call.args, 1)


def _float(it: Interpreter, call: Call) -> Abstract:
    note_refused(it, call, refused_numbers(call.args, whole=False))
    return _tuned(it, call.args, None)


def _tuned(it: Interpreter, args: Args, step: float | None) -> Abstract:
    given, sampling = args.at(3, "step"), args.at(4, "sampling")
    growing = _flag(sampling) and sampling != Known("linear")
    if given is not None and given != Known(None):
        step = number(given)
    elif growing:
        step = None
    low, high = number(args.at(1, "min_value")), number(args.at(2, "max_value"))
    return between(it, draw_name(args), low, high, step, growing=growing)


def _choice(it: Interpreter, call: Call) -> Abstract:
    note_refused(it, call, refused_choice(call.args))
    return listed(it, draw_name(call.args), call.args.at(1, "values"))


def _boolean(it: Interpreter, call: Call) -> Abstract:
    return it.draw(draw_name(call.args), (True, False))


def _fixed(it: Interpreter, call: Call) -> Abstract:
    given = call.args.at(1, "value")
    return given if given is not None else Unknown("a fixed value that is not given")


_DRAWS_OF_TUNER: dict[str, Handler] = {
    "Int": _int, "Float": _float, "Choice": _choice, "Boolean": _boolean, "Fixed": _fixed,
}  # fmt: skip


_RANGE = {
    **dict.fromkeys(("Int", "Float"), ("name", "min_value", "max_value", "step", "sampling")),
    "Choice": ("name", "values"),
}  # what says which values can come
_SCOPED = "_scoped"  # names mean other draws in a scope


def _compare_with_first(it: Interpreter, call: Call, instance: Instance) -> None:
    """A name has one range: `HyperParameters._retrieve` gives the value of the first draw of that name again."""
    name, names = draw_name(call.args), _RANGE.get(call.name)
    scoped = _SCOPED in instance.names or call.args.at(None, "parent_name") is not None
    if not name or names is None or scoped or it.control.depth > instance.depth or not call.args.complete:
        return
    given = {one: call.args.at(at, one) for at, one in enumerate(names) if one != "name"}
    try:
        values = [(one, constant(value)) for one, value in given.items() if value is not None]
    except LookupError:
        return
    written = ", ".join(f"{value!r}" for _, value in values)
    first, text = it.record.draws.setdefault(
        (instance, name), ((call.name, values), f"{call.name}({written})")
    )
    if first != (call.name, values):
        it.record.redrawn.append(Redrawn(call.place, name, text))


class _Drawing(Base):
    """`hp` and `trial`: their methods draw."""

    def __init__(self, draws: dict[str, Handler]) -> None:
        self.draws = draws

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        draw = self.draws.get(call.name)
        if call.name in ("conditional_scope", "name_scope"):
            instance.names[_SCOPED] = Known(True)
        found = draw(it, call) if draw is not None else None
        if draw is not None and self is _DRAWN:
            _compare_with_first(it, call, instance)
        return found if found is not None else Unknown("a method of what a search draws with")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        return Method(instance, name)


_HP = of_library("keras_tuner.HyperParameters")
_HYPERMODEL = of_library("keras_tuner.HyperModel")


class _HyperModel(Base):
    """`tuner.hypermodel`, where a tuner is given a function."""

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract | None:
        return Method(instance, name) if name == "build" else None

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract | None:
        function = instance.names.get("builds")
        return (
            it.call(function, call.args, call.node) if function is not None and call.name == "build" else None
        )


@dataclass(frozen=True, eq=False, slots=True)
class _Objective(Unknown):
    """What a tuner compares its models by, and where that is written."""

    given: Given | None = None


class _Tuner(Base):
    """`RandomSearch(build, ...)`: `search` builds a model for each trial, and trains it."""

    def begin(self, it: Interpreter, instance: Instance, args: Args, node: cst.CSTNode) -> None:
        given = args.at(0, "hypermodel")
        if given is not None:
            instance.names["_hypermodel"] = given
        objective = args.keywords.get("objective") or next(iter(args.positional[1:2]), None)
        if objective is not None:
            instance.names["_objective"] = _Objective("what is searched for", objective)

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        name = call.name
        if name == "search":
            return self._search(it, call, instance)
        if name == "get_best_hyperparameters":
            return Items([made(it, _HP)], True, True, it.control.depth)
        if name == "get_best_models" and (best := instance.names.get("_best")) is not None:
            return Items([best], True, True, it.control.depth)
        return Unknown("a method of a tuner")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        hypermodel = instance.names.get("_hypermodel")
        if name == "hypermodel" and hypermodel is not None:
            return (
                hypermodel if isinstance(hypermodel, Instance) else made(it, _HYPERMODEL, builds=hypermodel)
            )
        return Method(instance, name)

    def _search(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        """`tuner.search(x, y, ...)`: the arguments are those of `fit`."""
        hypermodel, hp = instance.names.get("_hypermodel"), made(it, _HP)
        if hypermodel is None:
            return Unknown("a search of a model that is not known")
        model = _build(it, hypermodel, hp, call)
        args = call.args
        if instance.cls.find("run_trial") is not None:  # it may train as it likes
            args = Args(list(args.positional), dict(args.keywords), False)
        if isinstance(hypermodel, Instance) and isinstance(hypermodel.cls.find("fit"), Function):
            given = [Given(hp), Given(model), *args.positional]
            it.call(Method(hypermodel, "fit"), Args(given, dict(args.keywords), args.complete), call.node)
        elif isinstance(model, Network):
            before = len(model.fits)
            it.call(Method(model, "fit"), args, call.node)
            objective = instance.names.get("_objective")
            if isinstance(objective, _Objective) and args.complete and len(model.fits) > before:
                model.fits[-1] = replace(model.fits[-1], objective=objective.given)
        instance.names["_best"] = model
        return Known(None)


def _build(it: Interpreter, hypermodel: Abstract, hp: Abstract, call: Call) -> Abstract:
    """The model that a function of `hp` makes, or the method `build` of an object."""
    maker: Abstract = hypermodel
    if isinstance(hypermodel, Instance):
        maker = Method(hypermodel, "build")
    elif not isinstance(hypermodel, (Function, Partial, Method)):
        return Unknown("a model of a search that is not known")
    model = it.call(maker, Args([Given(hp)]), call.node)
    nothing = isinstance(model, Known) and model.value is None and model.origin == "nothing"
    if nothing and isinstance(maker, Function) and isinstance(maker.node, cst.FunctionDef):
        it.record.refuse(maker.node.name, "builder", maker.name)
    return model


def _tuner(it: Interpreter, call: Call) -> Instance:
    tuner = made(it, of_library(f"keras_tuner.{call.name}"))
    _TUNER.begin(it, tuner, call.args, call.node)
    return tuner


def _name_of(it: Interpreter, call: Call) -> Abstract | None:
    """`Objective("val_loss", "min")`: the name that it waits for."""
    return call.args.at(0, "name")


def _hyperparameters(it: Interpreter, call: Call) -> Instance:
    return made(it, _HP)


def _of_unknown(draw: Handler) -> Handler:
    """`hp.Int(...)` in a function that nothing in the program calls; the search may stand in another file."""

    def drawn(it: Interpreter, call: Call) -> Abstract | None:
        imported = any(path.partition(".")[0] in _KERAS_TUNER for path in it.record.imports)
        return draw(it, call) if imported or (_is_of_hp(call.node) and draw_name(call.args)) else None

    return drawn


def _is_of_hp(node: cst.CSTNode) -> bool:
    """`hp.Int("units", 16, 64)`: the documentation of keras-tuner calls them so, and nothing else has these methods."""
    owner = node.func.value if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) else None
    return isinstance(owner, cst.Name) and owner.value == "hp"


# Optuna


def _suggested(it: Interpreter, call: Call) -> Abstract:
    """`suggest_int(name, low, high, step=1, log=False)`, `suggest_float`, whose step is None, and their older kin."""
    args, whole = call.args, call.name == "suggest_int"
    note_refused(it, call, refused_suggestion(call))
    low, high = number(args.at(1, "low")), number(args.at(2, "high"))
    given = args.at(3, "q" if call.name == "suggest_discrete_uniform" else "step")
    step = number(given) if given is not None and given != Known(None) else 1 if whole else None
    log = _flag(args.at(4, "log")) or call.name == "suggest_loguniform"
    return between(it, draw_name(args), low, high, None if log else step)


def _categorical(it: Interpreter, call: Call) -> Abstract:
    return listed(it, draw_name(call.args), call.args.at(1, "choices"))


_DRAWS_OF_TRIAL: dict[str, Handler] = {
    **dict.fromkeys(
        ("suggest_int", "suggest_float", "suggest_uniform", "suggest_loguniform", "suggest_discrete_uniform"),
        _suggested,
    ),
    "suggest_categorical": _categorical,
}
_TRIAL, _STUDY = of_library("optuna.trial.Trial"), of_library("optuna.study.Study")


class _Study(Base):
    """`study.optimize(objective, n_trials=20)` calls the objective with a trial."""

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        objective = call.args.at(0, "func")
        if call.name == "optimize" and objective is not None:
            towards = instance.names.get("direction")
            name = measure(objective) if isinstance(towards, Known) else None
            if isinstance(towards, Known) and name is not None and not it.control.guards:
                it.record.aims[call.node] = (it.place(call.node), str(towards.value), name)
            run(it, objective, [made(it, _TRIAL)], call)
        if call.name == "ask":
            return made(it, _TRIAL)
        return Unknown("a method of a study")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        if name == "best_trial":
            return made(it, _TRIAL)
        return Unknown("known after the search") if name.startswith("best_") else Method(instance, name)


def _study(it: Interpreter, call: Call) -> Instance:
    """`create_study(direction="maximize")`; without one the smallest value is the best."""
    given = call.args.keywords.get("direction")
    plain = call.args.complete and "directions" not in call.args.keywords and len(call.args.positional) < 5
    towards = given.value if given is not None else Known("minimize")
    return made(
        it, _STUDY, direction=towards if plain and call.name == "create_study" else Unknown("not known")
    )


def run(it: Interpreter, function: Abstract, given: Sequence[Abstract], call: Call) -> None:
    """Read what a search calls."""
    if isinstance(function, (Function, Partial, Method, Instance)):
        it.call(function, Args([Given(value) for value in given]), call.node)


def find(path: str) -> Handler | None:
    """Classes of keras-tuner, whatever module of it they are imported from."""
    root, _, name = path.partition(".")[0], "", path.rpartition(".")[2]
    if root in _KERAS_TUNER:
        made_by = {"HyperParameters": _hyperparameters, "Objective": _name_of}
        return _tuner if name in _TUNERS else made_by.get(name)
    return None


def find_base(path: str) -> Base | None:
    root, name = path.partition(".")[0], path.rpartition(".")[2]
    if root not in _KERAS_TUNER:
        return None
    by_name: dict[str, Base] = {"HyperParameters": _DRAWN, "HyperModel": _PLAIN}
    return _TUNER if name in _TUNERS else by_name.get(name)


_TUNER, _DRAWN, _PLAIN = _Tuner(), _Drawing(_DRAWS_OF_TUNER), _HyperModel()
FUNCTIONS: dict[str, Handler] = {
    "optuna.create_study": _study,
    "optuna.study.create_study": _study,
    "optuna.load_study": _study,
    "optuna.study.load_study": _study,
}
METHODS: dict[tuple[str, str], Handler] = {
    **{("unknown", name): _of_unknown(draw) for name, draw in _DRAWS_OF_TUNER.items()},
    **{("unknown", name): draw for name, draw in _DRAWS_OF_TRIAL.items()},
}
LIBRARY = Library(
    FUNCTIONS,
    METHODS,
    bases={
        "optuna.trial.Trial": _Drawing(_DRAWS_OF_TRIAL),
        "optuna.study.Study": _Study(),
    },
    find=find,
    find_base=find_base,
)
