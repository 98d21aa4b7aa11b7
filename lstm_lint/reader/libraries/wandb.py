"""Weights & Biases: `wandb.sweep` says what is drawn, `wandb.agent` calls a function, `wandb.config` holds the draws.

Without a sweep in the program nothing is known of the configuration: the command line and the web page set it too.
"""

from __future__ import annotations

import math

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Instance, Items, Method, Table
from lstm_lint.reader.libraries.searches import between, listed, made, number, of_library, run
from lstm_lint.script import Known, Unknown

_CONFIG, _RUN = of_library("wandb.Config"), of_library("wandb.Run")
_EXPONENTS = ("log_uniform", "q_log_uniform")  # of e; `log_uniform_values` has the bounds themselves


class _Config(Base):
    """`wandb.config`: by attribute, by key, by `get`."""

    def item(self, it: Interpreter, instance: Instance, key: object) -> Abstract:
        return it.record.space.get(str(key), Unknown("set by the command line or by a sweep"))

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        key = call.args.at(0, "key")
        if call.name == "get" and isinstance(key, Known):
            return self.item(it, instance, key.value)
        return Unknown("a method of a configuration")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        if name in ("get", "update", "setdefaults", "keys", "items", "as_dict"):
            return Method(instance, name)
        return self.item(it, instance, name)


class _Run(Base):
    """What `wandb.init` returns."""

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        return Unknown("a method of a run")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        return made(it, _CONFIG) if name == "config" else Method(instance, name)


def _init(it: Interpreter, call: Call) -> Instance:
    return made(it, _RUN)


def _sweep(it: Interpreter, call: Call) -> Abstract:
    """`wandb.sweep({"method": "random", "parameters": {"units": {"values": [16, 32]}}})`."""
    sweep = call.args.at(0, "sweep")
    parameters = sweep.entries.get("parameters") if isinstance(sweep, Table) else None
    for name, said in parameters.entries.items() if isinstance(parameters, Table) else ():
        it.record.space[str(name)] = _drawn(it, str(name), said)
    return Unknown("the name of a sweep")


def _drawn(it: Interpreter, name: str, said: Abstract) -> Abstract:
    if not isinstance(said, Table):
        return it.draw(name)
    entries = said.entries
    if "value" in entries:
        return entries["value"]
    if isinstance(entries.get("values"), Items):
        return listed(it, name, entries["values"])
    low, high = number(entries.get("min")), number(entries.get("max"))
    given = entries.get("distribution")
    if given is None:  # whole numbers where both bounds are
        whole = isinstance(low, int) and isinstance(high, int)
        return between(it, name, low, high, 1 if whole else None)
    kind = given.value if isinstance(given, Known) else None
    if kind in _EXPONENTS and low is not None and high is not None and high < 700:
        low, high = math.exp(low), math.exp(high)
    if kind in ("int_uniform", "uniform", "log_uniform_values", *_EXPONENTS):
        return between(it, name, low, high, 1 if kind == "int_uniform" else None)
    return it.draw(name)


def _agent(it: Interpreter, call: Call) -> Abstract:
    """`wandb.agent(sweep_id, function=train)`."""
    function = call.args.at(1, "function")
    if function is not None:
        run(it, function, [], call)
    return Unknown("the result of a sweep")


FUNCTIONS: dict[str, Handler] = {"wandb.init": _init, "wandb.sweep": _sweep, "wandb.agent": _agent}
LIBRARY = Library(
    FUNCTIONS,
    constants={"wandb.config": Instance(_CONFIG)},
    bases={"wandb.Config": _Config(), "wandb.Run": _Run()},
)
