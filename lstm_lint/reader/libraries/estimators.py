"""Estimators of scikit-learn beside a recurrent model: they take tables, and no windows of steps."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Class, Instance, Method
from lstm_lint.script import Unknown

# Each was run with an array of three axes: it raises. Of those that are left out some take one.
TABLES_ONLY = frozenset(
    {"RandomForestRegressor", "RandomForestClassifier", "ExtraTreesRegressor", "ExtraTreesClassifier",
     "GradientBoostingRegressor", "GradientBoostingClassifier", "HistGradientBoostingRegressor",
     "HistGradientBoostingClassifier", "DecisionTreeRegressor", "DecisionTreeClassifier", "LinearRegression",
     "LogisticRegression", "Ridge", "Lasso", "ElasticNet", "SVR", "SVC", "LinearSVR", "LinearSVC",
     "KNeighborsRegressor", "KNeighborsClassifier", "MLPRegressor", "MLPClassifier", "GaussianNB", "SGDRegressor",
     "SGDClassifier", "IsolationForest", "OneClassSVM"}
)  # fmt: skip
_TAKE_X = ("fit", "predict", "predict_proba", "score", "decision_function")


class _Estimator(Base):
    """`RandomForestRegressor()`."""

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        x = call.args.at(0, "X")
        if call.name in _TAKE_X and isinstance(x, Data) and _is_no_table(x) and _is_meant(it):
            it.record.refuse(
                call.node, "no-table", f"{instance.cls.name}.{call.name}", str(len(x.shape or ()))
            )
        return instance if call.name == "fit" else Unknown("a method of an estimator")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        return Method(instance, name)


def _is_meant(it: Interpreter) -> bool:
    """Not so below a condition: `x if kind == "lstm" else flat` and `if type(m) is Ridge` may tell them apart."""
    return not it.control.guards and not it.control.depth


def _is_no_table(x: Data) -> bool:
    return x.kind == "array" and x.sure and x.shape is not None and len(x.shape) > 2


def _make(it: Interpreter, call: Call) -> Instance:
    kind = Class(cst.made_up_class(call.name), call.name, {}, (), f"sklearn.{call.name}")
    return Instance(kind, Names(), it.control.depth)


def find(path: str) -> Handler | None:
    """Classes of scikit-learn have one name each, whatever module they are imported from."""
    return _make if find_base(path) is not None else None


def find_base(path: str) -> Base | None:
    known = path.startswith("sklearn.") and path.rpartition(".")[2] in TABLES_ONLY
    return _ESTIMATOR if known else None


_ESTIMATOR = _Estimator()
LIBRARY = Library(find=find, find_base=find_base)
