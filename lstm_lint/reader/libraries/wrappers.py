"""Keras models as estimators of scikit-learn: scikeras and the wrappers of Keras, and what fits an estimator for them.

The `fit` of a wrapper is `fit` of the model that its function returns; a grid or a cross-validation fits it too, with
each of the values it tries. What a grid holds is a draw of a search.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
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
    Table,
    Transformer,
)
from lstm_lint.reader.libraries.searches import listed
from lstm_lint.script import Known, Unknown

_WRAPPERS = {"KerasRegressor": False, "KerasClassifier": True, "BaseWrapper": True}  # whether it encodes y
_OF_KERAS = {"SKLearnRegressor": False, "SKLearnClassifier": True, "SKLearnTransformer": True}
_MODEL = ("model", "build_fn")
_COMPILES = ("optimizer", "loss", "metrics", "loss_weights", "weighted_metrics")
# What the wrapper keeps for itself.
_OWN = frozenset(
    {*_MODEL, *_COMPILES, "warm_start", "random_state", "run_eagerly", "model_kwargs", "fit_kwargs"}
)
_SEARCHES = {
    "GridSearchCV": "param_grid", "RandomizedSearchCV": "param_distributions", "HalvingGridSearchCV": "param_grid",
    "HalvingRandomSearchCV": "param_distributions", "BayesSearchCV": "search_spaces",
}  # fmt: skip
_SCORERS = frozenset({"cross_val_score", "cross_validate", "cross_val_predict"})
_TRIED, _FITTED = "_tried", "_fitted"  # what a grid tries on a wrapper now; the model that it holds
_MOST_POINTS = 400  # of a grid
_DEEPEST = 8  # estimators in estimators


def _kind(path: str) -> Class:
    name = path.rpartition(".")[2]
    return Class(cst.made_up_class(name), name, {}, (), path)


class Wrapper(Base):
    """`KerasRegressor(model=build, epochs=10, model__units=32)`. `encodes`: the model is trained on encoded labels."""

    tables = False  # whether it takes tables alone

    def __init__(self, encodes: bool) -> None:
        self.encodes = encodes

    def begin(self, it: Interpreter, instance: Instance, args: Args, node: cst.CSTNode) -> None:
        for name, given in args.keywords.items():
            instance.names[name] = given.value
        first = args.at(0, "model")
        if first is not None:
            instance.names["model"] = first

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        if call.name == "fit":
            self.fit(it, call, instance)
            return instance
        if call.name == "set_params":
            self.begin(it, instance, Args([], dict(call.args.keywords)), call.node)
            return instance
        model = instance.names.get(_FITTED)
        if isinstance(model, Network) and call.name in ("predict", "predict_proba", "score"):
            model.predicted = True
            model.evaluated = model.evaluated or call.name == "score"
            return Data((), None, False) if call.name != "score" else Unknown("a score")
        return Unknown("a method of an estimator")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        if name == "model_" and (model := instance.names.get(_FITTED)) is not None:
            return model
        return Method(instance, name)

    def fit(self, it: Interpreter, call: Call, instance: Instance) -> None:
        """Build the model and train it, with what a grid tries in place of what the wrapper is given."""
        tried = instance.names.get(_TRIED)
        given = _held(instance)
        if isinstance(tried, Table):
            given.update({str(name): value for name, value in tried.entries.items()})
        network = self._built(it, call, instance, given)
        if not isinstance(network, Network):
            return
        instance.names[_FITTED] = network
        if not network.compiles and given.get("loss") is not None:
            parts = {name: Given(given[name]) for name in _COMPILES if name in given}
            it.call(
                Method(network, "compile"),
                Args([], {"optimizer": Given(Known("rmsprop")), **parts}),
                call.node,
            )
        accepted = _of_fit(it)
        keywords = dict(call.args.keywords)
        for name, value in given.items():
            plain = name.removeprefix("fit__")
            if plain in accepted and plain not in ("x", "y"):
                keywords.setdefault(plain, Given(value))
        own, complete = given.get("fit_kwargs"), call.args.complete
        if isinstance(own, Table):
            keywords = {**{str(name): Given(value) for name, value in own.entries.items()}, **keywords}
        elif own is not None and own != Known(None):
            complete = False
        x, y = call.args.at(0, "X"), call.args.at(1, "y")
        for old in ("X", "y", "x"):
            keywords.pop(old, None)
        positional = [Given(x)] if x is not None else []
        if x is not None and y is not None:
            positional.append(Given(_encoded(y) if self.encodes else y))
        args = Args(positional, keywords, complete)
        before = len(network.fits)
        it.call(Method(network, "fit"), args, call.node)
        if self.tables and len(network.fits) > before:
            network.fits[-1] = replace(network.fits[-1], tables_by=instance.cls.name, lists=())

    def _built(
        self, it: Interpreter, call: Call, instance: Instance, given: Mapping[str, Abstract]
    ) -> Abstract | None:
        maker = given.get("model", given.get("build_fn"))
        if maker is None:
            own = instance.cls.find("_keras_build_fn") or instance.cls.find("__call__")
            maker = Method(instance, own.name) if isinstance(own, Function) else None
        if isinstance(maker, Network):
            return maker
        if not isinstance(maker, (Function, Partial, Method, Instance)):
            return None
        keywords = {
            name.removeprefix("model__"): Given(value)
            for name, value in given.items()
            if _is_of_model(it, name)
        }
        complete = True
        kwargs = given.get("model_kwargs")
        if isinstance(kwargs, Table):
            keywords.update({str(name): Given(value) for name, value in kwargs.entries.items()})
        elif kwargs is not None and kwargs != Known(None):
            complete = False
        return it.call(maker, Args([], keywords, complete), call.node)


class _OfKeras(Wrapper):
    """`keras.wrappers.SKLearnRegressor(build, model_kwargs={...}, fit_kwargs={...})`: the function gets X and y too."""

    tables = True

    def _built(
        self, it: Interpreter, call: Call, instance: Instance, given: Mapping[str, Abstract]
    ) -> Abstract | None:
        maker = given.get("model")
        x, y = call.args.at(0, "X"), call.args.at(1, "y")
        if isinstance(maker, Network) or x is None or y is None:
            return maker
        data = {"model__X": x, "model__y": _encoded(y) if self.encodes else y}
        return super()._built(it, call, instance, {**given, **data})


def _held(instance: Instance) -> dict[str, Abstract]:
    return {name: value for name, value in instance.names.items() if not name.startswith("_")}


def _is_of_model(it: Interpreter, name: str) -> bool:
    """Whether a parameter of the wrapper goes to the function: `model__units`, and any that nothing else takes."""
    if name.startswith("model__"):
        return True
    return "__" not in name and name not in _OWN and name not in _of_fit(it)


def _of_fit(it: Interpreter) -> frozenset[str]:
    """What `fit` of a model takes."""
    api = signature("methods", "Model.fit", it.target)
    return api.keywords if api is not None else frozenset()


def _encoded(y: Abstract) -> Abstract:
    """Labels as a classifier encodes them: as ids or as one-hot rows, which the loss decides."""
    return Data((), None, False) if isinstance(y, Data) else y


def estimated(
    it: Interpreter, call: Call, estimator: Abstract, tried: Mapping[str, Abstract], args: Args
) -> None:
    """Fit an estimator on the rows of each fold and score it on the others, with what a grid tries."""
    target, prefix = _innermost(estimator)
    own: dict[object, Abstract] = {
        name[len(prefix) :]: value for name, value in tried.items() if name.startswith(prefix)
    }
    if isinstance(target, Instance) and isinstance(_base(target), Wrapper):
        before = len(it.record.networks)
        target.names[_TRIED] = Table(own)
        owner = _owner_of_maker(target)
        if owner is not None:
            owner.names.branch()
        it.call(Method(estimator, "fit"), args, call.node)
        if owner is not None:
            owner.names.take_back()
        target.names.drop(_TRIED)
        for network in it.record.networks[before:]:
            network.evaluated = True


def _owner_of_maker(wrapper: Instance) -> Instance | None:
    """The object whose method builds the model. A search clones the wrapper, and with it this object: what the method
    sets on `self` is set on the copy."""
    maker = wrapper.names.get("model", wrapper.names.get("build_fn"))
    owner = maker.owner if isinstance(maker, Method) else None
    return owner if isinstance(owner, Instance) else None


def _base(instance: Instance) -> Base | None:
    return base_of(instance.cls.library) if instance.cls.library else None


def _innermost(estimator: Abstract) -> tuple[Abstract, str]:
    """What learns inside pipelines and the like, and what the names of its parameters begin with."""
    whole = ""
    for _ in range(_DEEPEST):
        inner, prefix = _inside(estimator)
        if inner is None:
            break
        estimator, whole = inner, whole + prefix
    return estimator, whole


def _holds_model(estimator: Abstract | None) -> bool:
    inner = _innermost(estimator)[0] if estimator is not None else None
    return isinstance(inner, Instance) and isinstance(_base(inner), Wrapper)


def _inside(estimator: Abstract) -> tuple[Abstract | None, str]:
    """The estimator that another one ends in, and what its parameters begin with there."""
    if isinstance(estimator, Transformer) and estimator.cls == "Pipeline":
        steps = estimator.given.get("steps")
        if steps is None or not isinstance(steps.value, Items) or not steps.value.items or steps.value.open:
            return None, ""
        last = steps.value.items[-1]
        if isinstance(last, Items) and len(last.items) == 2 and isinstance(last.items[0], Known):
            return last.items[1], f"{last.items[0].value}__"
        return last, f"{last.cls.name.lower()}__" if isinstance(last, Instance) else ""
    if isinstance(estimator, Instance) and isinstance(_base(estimator), _TargetChanged):
        return estimator.names.get("regressor"), "regressor__"
    return None, ""


class _Search(Base):
    """`GridSearchCV(estimator, param_grid)`."""

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        estimator = instance.names.get("estimator")
        if estimator is None:
            return Unknown("a method of a search")
        if call.name == "fit":
            args = Args(call.args.positional[:2], _only(call.args, ("X", "y")))
            estimated(it, call, estimator, _grid(it, instance.names.get("grid")), args)
            return instance
        if call.name in ("predict", "predict_proba", "score"):
            return it.call(Method(estimator, call.name), call.args, call.node)
        return Unknown("a method of a search")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        if name == "best_estimator_" and (estimator := instance.names.get("estimator")) is not None:
            return estimator
        return Method(instance, name)


class _TargetChanged(Base):
    """`TransformedTargetRegressor(regressor, transformer=StandardScaler())`: its target is changed."""

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        regressor, transformer = (instance.names.get(name) for name in ("regressor", "transformer"))
        x, y = call.args.at(0, "X"), call.args.at(1, "y")
        if call.name == "fit" and regressor is not None and x is not None and y is not None:
            if isinstance(transformer, Transformer):
                if isinstance(y, Data) and y.shape is not None and len(y.shape) == 1:
                    y = y.copy()  # it hands a table of one column to the transformer
                    y.shape = (y.shape[0], 1) if y.shape is not None else None
                y = it.call(Method(transformer, "fit_transform"), Args([Given(y)]), call.node)
            elif instance.names.get("func") is not None:
                y = Data((), None, False)
            it.call(Method(regressor, "fit"), Args([Given(x), Given(y)]), call.node)
            return instance
        return Unknown("a method of an estimator")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        return Method(instance, name)


def _only(args: Args, names: tuple[str, ...]) -> dict[str, Given]:
    return {name: args.keywords[name] for name in names if name in args.keywords}


def _grid(it: Interpreter, grid: Abstract | None) -> dict[str, Abstract]:
    """What a grid tries, by the name of the parameter; of several grids it is not known which values meet."""
    if isinstance(grid, Table):
        return {str(name): listed(it, str(name), value) for name, value in grid.entries.items()}
    found: dict[str, Abstract] = {}
    for one in grid.items if isinstance(grid, Items) else ():
        found.update(
            {str(name): it.draw(str(name)) for name in one.entries} if isinstance(one, Table) else {}
        )
    return found


def _wrapper(path: str) -> Handler:
    def make(it: Interpreter, call: Call) -> Instance:
        made = Instance(_kind(path), Names(), it.control.depth)
        base = base_of(path)
        if isinstance(base, Wrapper):
            base.begin(it, made, call.args, call.node)
        return made

    return make


def _search(it: Interpreter, call: Call) -> Instance | None:
    if not _holds_model(call.args.at(0, "estimator")):
        return None
    made = Instance(_kind(f"sklearn.model_selection.{call.name}"), Names(), it.control.depth)
    parts = {"estimator": call.args.at(0, "estimator"), "grid": call.args.at(1, _SEARCHES[call.name])}
    made.names.update({name: value for name, value in parts.items() if value is not None})
    return made


def _target_changed(it: Interpreter, call: Call) -> Instance | None:
    if not _holds_model(call.args.at(0, "regressor")):
        return None
    names = {name: given.value for name, given in call.args.keywords.items()}
    first = call.args.at(0, "regressor")
    if first is not None:
        names["regressor"] = first
    return Instance(_kind("sklearn.compose.TransformedTargetRegressor"), Names(names), it.control.depth)


def _every_point(it: Interpreter, call: Call) -> Abstract | None:
    """`ParameterGrid({"units": [16, 32], "rate": [0.1, 0.2]})`: a dict for each pair of values."""
    grid = call.args.at(0, "param_grid")
    if not isinstance(grid, Table) or grid.open:
        return None
    columns = [it.elements(value, _MOST_POINTS) for value in grid.entries.values()]
    known = [column for column in columns if column is not None]
    if len(known) < len(columns) or prod(map(len, known)) > _MOST_POINTS:
        return None
    points: list[Abstract] = [Table(dict(zip(grid.entries, row))) for row in product(*known)]
    return Items(points, False, False, it.control.depth)


def _scored(it: Interpreter, call: Call) -> Abstract | None:
    """`cross_val_score(estimator, X, y)`: it is fitted on the rows of each fold, and scored on the others."""
    estimator = call.args.at(0, "estimator")
    if estimator is None or not _holds_model(estimator):
        return None
    estimated(it, call, estimator, {}, Args(call.args.positional[1:3], _only(call.args, ("X", "y"))))
    return Unknown("scores of folds")


def base_of(path: str) -> Base | None:
    """What a wrapper is, or what fits one, by canonical path."""
    root, name = path.partition(".")[0], path.rpartition(".")[2]
    if root == "scikeras" or path.startswith("keras.wrappers.scikit_learn."):
        return _BY_NAME.get(name) if name in _WRAPPERS else None
    if path.startswith("keras.wrappers."):
        return _BY_NAME.get(name) if name in _OF_KERAS else None
    if root in ("sklearn", "skopt"):
        return _SEARCH if name in _SEARCHES else _TARGET if name == "TransformedTargetRegressor" else None
    return None


def find(path: str) -> Handler | None:
    """Classes and functions of scikit-learn and scikeras have one name each, whatever module they are imported from."""
    root, name = path.partition(".")[0], path.rpartition(".")[2]
    base = base_of(path)
    if isinstance(base, Wrapper):
        return _wrapper(path)
    if base is not None:
        return _search if base is _SEARCH else _target_changed
    if root == "sklearn" and name == "ParameterGrid":
        return _every_point
    return _scored if root == "sklearn" and name in _SCORERS else None


_SEARCH, _TARGET = _Search(), _TargetChanged()
_BY_NAME: dict[str, Base] = {
    **{name: Wrapper(encodes) for name, encodes in _WRAPPERS.items()},
    **{name: _OfKeras(encodes) for name, encodes in _OF_KERAS.items()},
}
LIBRARY = Library(find=find, find_base=base_of)
