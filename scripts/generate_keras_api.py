"""Write the public API of the installed Keras as JSON: `python scripts/generate_keras_api.py OUT.json`.

Run it under an interpreter that has the Keras to describe. Keras 2.2 and 2.3 no longer import under a current
Python; for these give the folder that holds the unpacked package (and keras_preprocessing beside it):
`python scripts/generate_keras_api.py OUT.json --source FOLDER`. Their signatures are literal in the source.

`python scripts/generate_keras_api.py --index lstm_lint/keras_api/data` then writes index.json: every name of
every kind, under the newest file that has it, and what the newest file says of the masking of its layers.

Each parameter is [name, default, kind]: kind "k" is keyword-only, "p" is not; a required one has
{"required": true} as its default; a default that JSON cannot hold is {"repr": "..."}. `extra` lists the
keywords that reach the class through `**kwargs`, as read from the constructors along the method resolution
order; `open` says that nobody checks what else is passed. Of a layer, `masking` says whether a mask of its input
"passes", is dropped (nothing said), or is up to a `compute_mask` of its "own"; `call` are the parameters of `call`.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import math
import os
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

REQUIRED: dict[str, bool] = {"required": True}
KINDS = (
    "layers",
    "optimizers",
    "losses",
    "metrics",
    "callbacks",
    "initializers",
    "regularizers",
    "constraints",
)
FACTORIES = ("initializers", "regularizers", "constraints")  # kinds whose public functions make objects, too
MODEL_METHODS = (
    "compile",
    "fit",
    "evaluate",
    "predict",
    "train_on_batch",
    "test_on_batch",
    "predict_on_batch",
    "fit_generator",
    "evaluate_generator",
    "predict_generator",
    "save",
    "load_weights",
    "save_weights",
    "summary",
    "get_layer",
    "reset_states",
)
SEQUENTIAL_METHODS = ("add", "pop", "predict_classes", "predict_proba")
FUNCTION_MODULES = ("utils", "preprocessing", "preprocessing.sequence", "preprocessing.text", "models")
PLUMBING = {"get", "serialize", "deserialize"}
BASES = ("Layer", "Wrapper")  # classes that are no layer yet: nothing is said of their masks
LOSS_STRINGS = (
    "mse MSE mae MAE mape MAPE msle MSLE kld KLD bce BCE cosine cosine_proximity logcosh huber_loss"
)
STRINGS = {  # short names that no public name gives away
    "losses": LOSS_STRINGS,
    "metrics": LOSS_STRINGS,
    "initializers": "normal uniform zero one",
    "constraints": "maxnorm nonneg unitnorm",
}

Parameter = list[Any]
Entry = dict[str, Any]


class Described(Protocol):
    """One public class, whichever way it was read."""

    def constructors(self) -> list[tuple[str, ast.FunctionDef]]:
        """(class, its own __init__), in method resolution order."""

    def method(self, name: str) -> ast.FunctionDef | None: ...

    def owner(self, name: str) -> str | None:
        """The class that defines a method, the nearest in method resolution order."""


# --- what both ways of reading share ------------------------------------------------------------------------


def kwargs_name(function: ast.FunctionDef) -> str:
    return function.args.kwarg.arg if function.args.kwarg else "kwargs"


def mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(child, ast.Name) and child.id in names for child in ast.walk(node))


def helpers(function: ast.FunctionDef, described: Described) -> Iterator[ast.FunctionDef]:
    """The methods that a constructor hands its `**kwargs` to: `self._process_kwargs(kwargs)`."""
    kwargs = kwargs_name(function)
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                values = [*node.args, *(k.value for k in node.keywords if k.arg is None)]
                handed_over = any(isinstance(v, ast.Name) and v.id == kwargs for v in values)
                helper = described.method(name) if handed_over else None
                if helper is not None and helper.name != function.name:
                    yield helper


def taken_keywords(function: ast.FunctionDef) -> set[str]:
    """The keywords that a function takes out of its `**kwargs`."""
    taken: set[str] = set()
    kwargs = kwargs_name(function)
    for node in ast.walk(function):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="pop" | "get"),
                args=[ast.Constant(value=str(word)), *_],
            ) if name == kwargs:
                taken.add(word)
            case ast.Subscript(
                value=ast.Name(id=name), slice=ast.Constant(value=str(word)), ctx=ast.Load() | ast.Del()
            ) if name == kwargs:
                taken.add(word)
            case ast.Assign(targets=[ast.Name(id="allowed_kwargs")], value=words):
                taken |= strings_in(words)
            case ast.BinOp(left=left, op=ast.Sub(), right=ast.Set() as words) if mentions(left, {kwargs}):
                taken |= strings_in(words)
    return {word for word in taken if not word.startswith("_")}


def strings_in(node: ast.expr) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def refuses(function: ast.FunctionDef) -> bool:
    """Does this function check what is left in its `**kwargs`?"""
    names = {kwargs_name(function)}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp() as value) if mentions(
                value, names
            ):
                names.add(name)
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(attr="validate_kwargs")):
                return True
            case ast.If(test=ast.Compare(left=ast.Constant())):
                continue
            case ast.If(test=subject) | ast.For(iter=subject) if mentions(subject, names):
                if any(isinstance(child, (ast.Raise, ast.Assert)) for child in ast.walk(node)):
                    return True
    return False


def parent_call(function: ast.FunctionDef) -> ast.Call | None:
    """The call of the parent's constructor that passes `**kwargs` on."""
    kwargs = kwargs_name(function)
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(attr="__init__"), keywords=keywords):
                if any(
                    k.arg is None and isinstance(k.value, ast.Name) and k.value.id == kwargs for k in keywords
                ):
                    return node
    return None


def keyword_extras(described: Described) -> tuple[list[str], bool]:
    """(keywords accepted beside the signature, whether any other keyword passes unchecked)."""
    extra: set[str] = set()
    own: set[str] | None = None
    given_by_child: set[str] = set()  # the child passes these itself: a user who does, too, gets a TypeError
    positional = 0
    skip_to = ""
    is_open = False
    for owner, function in described.constructors():
        if skip_to:  # super(RNN, self).__init__(...) goes past RNN
            skip_to = "" if owner == skip_to else skip_to
            continue
        names = [a.arg for a in function.args.args[1:]]
        every = {*names, *(a.arg for a in function.args.kwonlyargs)}
        if own is None:
            own = every
        else:
            extra |= every - given_by_child - set(names[:positional])
        is_open = False
        if function.args.kwarg is None:
            break
        extra |= taken_keywords(function)
        is_open = not refuses(function)
        for helper in helpers(function, described):
            extra |= taken_keywords(helper)
            is_open = is_open and not refuses(helper)
        call = parent_call(function)
        if call is None:
            break
        given = [a for a in call.args if not isinstance(a, ast.Starred)]
        carried = max(0, positional - len(names)) if len(given) < len(call.args) else 0
        if given and isinstance(given[0], ast.Name) and given[0].id == "self":
            given = given[1:]
        positional = len(given) + carried
        given_by_child |= {k.arg for k in call.keywords if k.arg} | every
        match call.func:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[ast.Name(id=name), *_])):
                skip_to = name if name != owner else ""
    return sorted(extra - (own or set())), is_open


def literal_ndim(described: Described) -> int | None:
    """The rank that an InputSpec(ndim=3) in the constructors demands, where it is written as a number."""
    for _, function in described.constructors():
        for node in ast.walk(function):
            match node:
                case ast.Call(
                    func=ast.Name(id="InputSpec") | ast.Attribute(attr="InputSpec"), keywords=keywords
                ):
                    for keyword in keywords:
                        if keyword.arg == "ndim" and isinstance(keyword.value, ast.Constant):
                            return int(str(keyword.value.value))
    return None


def masking(described: Described) -> str | None:
    """What becomes of a mask: "passes" or "own"; None where the layer does not know of masks and it is gone."""
    if described.owner("compute_mask") not in (*BASES, None):
        return "own"
    for _, function in described.constructors():
        for node in ast.walk(function):
            match node:
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self"), attr="supports_masking")],
                    value=ast.Constant(value=bool(supported)),
                ):
                    return "passes" if supported else None
    return None


def plain(value: object) -> object:
    """A default as JSON can hold it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"repr": repr(value)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    name = getattr(value, "__name__", None)
    return {"repr": name if isinstance(name, str) else f"<{type(value).__name__}>"}


def entry(parameters: list[Parameter], described: Described | None, layer: bool = False) -> Entry:
    result: Entry = {"parameters": parameters}
    if described is not None:
        extra, is_open = keyword_extras(described)
        if extra:
            result["extra"] = extra
        if is_open:
            result["open"] = True
        if layer and (ndim := literal_ndim(described)) is not None:
            result["ndim"] = ndim
        if layer and (masks := masking(described)) is not None:
            result["masking"] = masks
        if layer and (call := described.method("call")) is not None:
            result["call"] = [a.arg for a in (*call.args.args[1:], *call.args.kwonlyargs)]
    return result


# --- reading a package that imports -------------------------------------------------------------------------


class InstalledClass:
    def __init__(self, cls: type) -> None:
        self.cls = cls

    def constructors(self) -> list[tuple[str, ast.FunctionDef]]:
        classes = [c for c in self.cls.__mro__[:-1] if "__init__" in c.__dict__]
        trees = ((c.__name__, function_tree(c.__dict__["__init__"])) for c in classes)
        return [(name, tree) for name, tree in trees if tree is not None]

    def method(self, name: str) -> ast.FunctionDef | None:
        return function_tree(getattr(self.cls, name, None))

    def owner(self, name: str) -> str | None:
        return next((c.__name__ for c in self.cls.__mro__ if name in c.__dict__), None)


class InstalledFunction:
    """A function or method, read like a class with one constructor."""

    def __init__(self, function: Callable[..., Any], owner: type | None = None) -> None:
        self.function, self.of = function, owner

    def constructors(self) -> list[tuple[str, ast.FunctionDef]]:
        tree = function_tree(self.function)
        if tree is None:
            return []
        if self.of is None:
            tree.args.args.insert(0, ast.arg("self"))
        return [("", tree)]

    def method(self, name: str) -> ast.FunctionDef | None:
        return function_tree(getattr(self.of, name, None)) if self.of else None

    def owner(self, name: str) -> str | None:
        return None


def function_tree(function: object) -> ast.FunctionDef | None:
    if not callable(function):
        return None
    try:
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
        tree = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return None
    return tree if isinstance(tree, ast.FunctionDef) else None


def installed_parameters(function: Callable[..., Any], drop_self: bool = False) -> list[Parameter]:
    result: list[Parameter] = []
    for parameter in list(inspect.signature(function).parameters.values())[1 if drop_self else 0 :]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        default = REQUIRED if parameter.default is parameter.empty else plain(parameter.default)
        result.append([parameter.name, default, "k" if parameter.kind is parameter.KEYWORD_ONLY else "p"])
    return result


def installed_entry(value: Callable[..., Any], layer: bool = False) -> Entry:
    if isinstance(value, type):
        constructor: Callable[..., Any] = inspect.getattr_static(value, "__init__")
        return entry(installed_parameters(constructor, drop_self=True), InstalledClass(value), layer)
    return entry(installed_parameters(value), InstalledFunction(value))


def public_names(module: object) -> list[str]:
    return sorted(name for name in dir(module) if not name.startswith("_"))


def installed_kind(module: object, layer: bool, functions: bool = False) -> dict[str, Entry]:
    result: dict[str, Entry] = {}
    for name in public_names(module):
        value = getattr(module, name)
        if not isinstance(value, type) and not (
            functions and inspect.isfunction(value) and name not in PLUMBING
        ):
            continue
        original = value.__name__
        if original != name and getattr(module, original, None) is value:
            result[name] = {"alias": original}
        else:
            result[name] = installed_entry(value, layer)
    return result


def installed_modules(root: types.ModuleType, prefix: str, depth: int = 3) -> Iterator[tuple[str, list[str]]]:
    names = [name for name in public_names(root) if name != "src"]
    yield prefix, names
    for name in names:
        child = getattr(root, name)
        inside = isinstance(child, types.ModuleType) and child.__name__.split(".")[-1] == name
        if inside and "keras" in child.__name__ and depth > 1 and name not in ("applications", "datasets"):
            yield from installed_modules(child, f"{prefix}.{name}", depth - 1)


def describe_installed() -> dict[str, Any]:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    keras = importlib.import_module("keras")
    version = str(keras.__version__)
    modern = int(version.split(".")[0]) >= 3
    api: Any = keras if modern else importlib.import_module("tensorflow").keras
    data: dict[str, Any] = {"package": "keras" if modern else "tf_keras", "version": version}
    for kind in KINDS:
        data[kind] = installed_kind(getattr(api, kind), kind == "layers", functions=kind in FACTORIES)
    data["schedules"] = installed_kind(api.optimizers.schedules, False)
    if not modern and hasattr(api.optimizers, "legacy"):
        legacy = installed_kind(api.optimizers.legacy, False)
        data["optimizers"].update({f"legacy.{name}": value for name, value in legacy.items()})
    data["methods"] = installed_methods(api)
    data["functions"] = {
        name: value
        for module in FUNCTION_MODULES
        if (found := dig(api, module)) is not None
        for name, value in installed_kind(found, False, functions=True).items()
        if name not in ("Model", "Sequential")
    }
    for name in public_names(api.layers):
        if inspect.isfunction(getattr(api.layers, name)) and name not in {*PLUMBING, "Input"}:
            data["functions"][name] = installed_entry(getattr(api.layers, name))
    data["identifiers"] = {
        kind: accepted_strings(getattr(api, kind), kind) for kind in (*KINDS[1:4], *FACTORIES, "activations")
    }
    data["modules"] = dict(installed_modules(api, "keras"))
    if modern:
        data["modules"].update(tensorflow_only(data["modules"]))
    return data


def dig(root: object, dotted: str) -> object:
    for part in dotted.split("."):
        root = getattr(root, part, None)
    return root


def installed_methods(api: Any) -> dict[str, Entry]:
    inputs = api.Input((2,))
    functional = next(
        c for c in type(api.Model(inputs, api.layers.Dense(1)(inputs))).__mro__ if c.__name__ == "Functional"
    )
    methods = {
        "Model": installed_entry(functional),
        "Sequential": installed_entry(api.Sequential),
        "Input": installed_entry(api.Input),
    }
    for owner, names in ((api.Model, MODEL_METHODS), (api.Sequential, SEQUENTIAL_METHODS)):
        for name in names:
            method = getattr(owner, name, None)
            if method is not None:
                described = InstalledFunction(method, owner)
                methods[f"{owner.__name__}.{name}"] = entry(
                    installed_parameters(method, drop_self=True), described
                )
    return methods


def accepted_strings(module: Any, kind: str) -> list[str]:
    """The strings that `keras.losses.get("...")` and its like accept, found by asking it."""
    names = set(public_names(module)) - PLUMBING
    snakes = {"".join("_" + c.lower() if c.isupper() else c for c in name).strip("_") for name in names}
    accepted = []
    for word in sorted(
        names | snakes | {name.lower() for name in names} | set(STRINGS.get(kind, "").split())
    ):
        try:
            found = module.get(word)
        except Exception:  # ValueError, TypeError or AttributeError, by version
            continue
        if callable(found) or not isinstance(found, (types.ModuleType, type(None))):
            accepted.append(word)
    return accepted


def tensorflow_only(modules: dict[str, list[str]]) -> dict[str, list[str]]:
    """What `tf.keras` has and `keras` has not (Keras 3 keeps some Keras 2 names there)."""
    try:
        extra = importlib.import_module("keras._tf_keras.keras")
    except ImportError:
        return {}
    result = {}
    for name, names in installed_modules(extra, "tf.keras"):
        own = sorted(set(names) - set(modules.get(name.removeprefix("tf."), ())))
        if own:
            result[name] = own
    return result


# --- reading the source of a package that does not import any more ------------------------------------------


class SourcePackage:
    """The classes, functions and module names of an unpacked Keras 2.2 or 2.3."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.trees: dict[str, ast.Module] = {}
        self.classes: dict[str, ast.ClassDef] = {}
        self.functions: dict[str, ast.FunctionDef] = {}
        self.legacy_names: dict[str, list[str]] = {}
        for top in ("keras_preprocessing", "keras"):
            for path in sorted((root / top).rglob("*.py")):
                parts = path.relative_to(root).with_suffix("").parts
                if parts[-1] == "__init__":
                    parts = parts[:-1]
                elif (path.with_suffix("") / "__init__.py").exists():
                    continue  # a package of the same name hides this module
                dotted = ".".join(parts)
                if dotted.startswith(("keras.applications", "keras.datasets")):
                    continue
                self.trees[dotted] = ast.parse(path.read_text("utf-8"))
                for node in self.trees[dotted].body:
                    if isinstance(node, ast.ClassDef) and not dotted.startswith("keras.legacy"):
                        if not self.shadowed(node):
                            self.classes[node.name] = node
                    elif isinstance(node, ast.FunctionDef):
                        self.functions.setdefault(node.name, node)
        self.read_legacy_names()

    def shadowed(self, node: ast.ClassDef) -> bool:
        """`class TimeseriesGenerator(sequence.TimeseriesGenerator)` only re-exports: keep the original."""
        return any(isinstance(base, ast.Attribute) and base.attr == node.name for base in node.bases)

    def read_legacy_names(self) -> None:
        """The Keras 1 argument names that `@interfaces.legacy_dense_support` still takes."""
        for node in self.trees["keras.legacy.interfaces"].body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(keywords=keywords)):
                    old_names: list[str] = []
                    for keyword in keywords:
                        if keyword.arg == "conversions":
                            old_names += [old for old, _ in ast.literal_eval(keyword.value)]
                        elif keyword.arg == "preprocessor" and isinstance(keyword.value, ast.Name):
                            old_names += sorted(taken_keywords(self.functions[keyword.value.id]))
                    self.legacy_names[name] = old_names

    def module_names(self, dotted: str, seen: frozenset[str] = frozenset()) -> set[str]:
        names: set[str] = set()
        package = (
            dotted
            if (self.root / Path(*dotted.split(".")) / "__init__.py").exists()
            else dotted.rpartition(".")[0]
        )
        for node in self.trees[dotted].body:
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    names.add(name)
                case ast.Assign(targets=targets):
                    names |= {t.id for t in targets if isinstance(t, ast.Name)}
                case ast.ImportFrom(module=module, names=imported, level=level) if level or (
                    module or ""
                ).startswith("keras"):
                    base = package.split(".")[: len(package.split(".")) - (level - 1)] if level else []
                    target = ".".join([*base, *([module] if module else [])])
                    if imported[0].name == "*":
                        if target in self.trees and target not in seen:
                            names |= self.module_names(target, seen | {dotted})
                    elif package == dotted:
                        names |= {a.asname or a.name for a in imported}
        children = {name.rsplit(".", 1)[1] for name in self.trees if name.rpartition(".")[0] == dotted}
        return {name for name in names | children if not name.startswith("_")} - {
            "absolute_import",
            "division",
        }

    def aliases(self, dotted: str) -> dict[str, str]:
        result: dict[str, str] = {}
        for node in self.trees[dotted].body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
                result.update({t.id: node.value.id for t in node.targets if isinstance(t, ast.Name)})
        return result


class SourceClass:
    def __init__(self, package: SourcePackage, name: str) -> None:
        self.package = package
        self.line = list(self.lineage(name))

    def lineage(self, name: str) -> Iterator[ast.ClassDef]:
        node = self.package.classes.get(name)
        while node is not None:
            yield node
            bases = [
                b.id if isinstance(b, ast.Name) else b.attr
                for b in node.bases
                if isinstance(b, (ast.Name, ast.Attribute))
            ]
            following = [b for b in bases if b != node.name and b in self.package.classes]
            node = self.package.classes[following[0]] if following else None

    def constructors(self) -> list[tuple[str, ast.FunctionDef]]:
        found = ((node.name, self.own(node, "__init__")) for node in self.line)
        return [(name, function) for name, function in found if function is not None]

    def method(self, name: str) -> ast.FunctionDef | None:
        return next((f for f in (self.own(node, name) for node in self.line) if f is not None), None)

    def owner(self, name: str) -> str | None:
        return next((node.name for node in self.line if self.own(node, name) is not None), None)

    @staticmethod
    def own(node: ast.ClassDef, name: str) -> ast.FunctionDef | None:
        return next((f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == name), None)

    def legacy_names(self) -> list[str]:
        """Old argument names accepted by the decorator of the constructor that is called first."""
        for _, function in self.constructors()[:1]:
            for decorator in function.decorator_list:
                if isinstance(decorator, ast.Attribute):
                    return self.package.legacy_names.get(decorator.attr, [])
        return []


class SourceMethod(SourceClass):
    """One method, read like a class with one constructor."""

    def __init__(self, package: SourcePackage, owner: str, name: str) -> None:
        super().__init__(package, owner)
        self.name = name

    def constructors(self) -> list[tuple[str, ast.FunctionDef]]:
        found = self.method(self.name)
        return [("", found)] if found else []


class SourceFunction:
    """One function, read like a class with one constructor."""

    def __init__(self, function: ast.FunctionDef) -> None:
        self.function = ast.FunctionDef(**dict(ast.iter_fields(function)))
        arguments = dict(ast.iter_fields(function.args))
        arguments["args"] = [ast.arg("self"), *arguments["args"]]
        self.function.args = ast.arguments(**arguments)

    def constructors(self) -> list[tuple[str, ast.FunctionDef]]:
        return [("", self.function)]

    def method(self, name: str) -> ast.FunctionDef | None:
        return None

    def owner(self, name: str) -> str | None:
        return None


def source_parameters(function: ast.FunctionDef, drop_self: bool = True) -> list[Parameter]:
    arguments = function.args
    positional = arguments.args
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults)) + list(
        arguments.defaults
    )
    pairs = [(a, d, "p") for a, d in zip(positional, defaults, strict=True)][1 if drop_self else 0 :]
    pairs += [(a, d, "k") for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return [[a.arg, REQUIRED if d is None else source_default(d), kind] for a, d, kind in pairs]


def source_default(node: ast.expr) -> object:
    try:
        return plain(ast.literal_eval(node))
    except ValueError:
        return {"repr": ast.unparse(node)}


def source_entry(package: SourcePackage, name: str, layer: bool = False) -> Entry:
    described = SourceClass(package, name)
    constructors = described.constructors()
    result = entry(source_parameters(constructors[0][1]) if constructors else [], described, layer)
    if old := described.legacy_names():
        own = {parameter[0] for parameter in result["parameters"]}
        result["extra"] = sorted(set(result.get("extra", ())) | set(old) - own)
    return result


def source_kind(package: SourcePackage, kind: str) -> dict[str, Entry]:
    result: dict[str, Entry] = {}
    dotted = f"keras.{kind}"
    trees = [name for name in package.trees if name == dotted or name.startswith(dotted + ".")]
    aliases: dict[str, str] = {}
    for name in trees:
        aliases.update(package.aliases(name))
    for name in sorted(package.module_names(dotted)):
        original = aliases.get(name, name)
        while original in aliases:
            original = aliases[original]
        if original in package.classes:
            # `AveragePooling1D = AvgPool1D`, or the other way round: the longer name is the documented one
            result[name] = (
                {"alias": original} if original != name else source_entry(package, name, kind == "layers")
            )
        elif kind in FACTORIES and name not in PLUMBING and name[0] != "_" and name in package.functions:
            described = SourceFunction(package.functions[name])
            result[name] = entry(source_parameters(described.function), described)
    return result


def describe_source(root: Path) -> dict[str, Any]:
    package = SourcePackage(root)
    version = next(
        ast.literal_eval(node.value)
        for node in package.trees["keras"].body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "__version__"
    )
    data: dict[str, Any] = {"package": "keras", "version": version}
    for kind in KINDS:
        data[kind] = source_kind(package, kind)
    data["schedules"] = {}
    methods: dict[str, Entry] = {}
    network = SourceMethod(package, "Network", "_init_graph_network")
    methods["Model"] = entry(source_parameters(network.constructors()[0][1]), network)
    methods["Sequential"] = source_entry(package, "Sequential")
    described = SourceFunction(package.functions["Input"])
    methods["Input"] = entry(source_parameters(described.function), described)
    for owner, names in (("Model", MODEL_METHODS), ("Sequential", SEQUENTIAL_METHODS)):
        for name in names:
            method = SourceMethod(package, owner, name)
            if method.constructors():
                methods[f"{owner}.{name}"] = entry(source_parameters(method.constructors()[0][1]), method)
    data["methods"] = methods
    functions: dict[str, Entry] = {}
    for module in FUNCTION_MODULES:
        for name in package.module_names(f"keras.{module}") if f"keras.{module}" in package.trees else ():
            if name in package.classes and name not in ("Model", "Sequential"):
                functions[name] = source_entry(package, name)
            elif name in package.functions and name not in PLUMBING:
                described = SourceFunction(package.functions[name])
                functions[name] = entry(source_parameters(described.function), described)
    for node in package.trees["keras.layers.merge"].body:
        if isinstance(node, ast.FunctionDef):
            described = SourceFunction(node)
            functions[node.name] = entry(source_parameters(described.function), described)
    data["functions"] = functions
    # `get` looks a string up among the globals of the module; optimizers are looked up in lower case
    data["identifiers"] = {
        kind: sorted(package.module_names(f"keras.{kind}") - PLUMBING)
        for kind in (*KINDS[1:4], *FACTORIES, "activations")
    }
    optimizers = data["identifiers"]["optimizers"]
    data["identifiers"]["optimizers"] = sorted({*optimizers, *(name.lower() for name in optimizers)})
    data["modules"] = {
        name: sorted(package.module_names(name))
        for name in sorted(package.trees)
        if name.split(".")[0] == "keras" and not name.startswith("keras.legacy")
    }
    return data


# --- writing ------------------------------------------------------------------------------------------------


def lines(data: dict[str, Any]) -> Iterator[str]:
    """Stable JSON, one entry a line."""
    yield "{"
    sections = sorted(data)
    for number, section in enumerate(sections):
        comma = "," if number < len(sections) - 1 else ""
        value = data[section]
        if not isinstance(value, dict):
            yield f"{json.dumps(section)}: {json.dumps(value)}{comma}"
            continue
        yield f"{json.dumps(section)}: {{"
        names = sorted(value)
        for position, name in enumerate(names):
            text = json.dumps(value[name], separators=(",", ":"), sort_keys=True)
            yield f" {json.dumps(name)}: {text}{',' if position < len(names) - 1 else ''}"
        yield f"}}{comma}"
    yield "}"


def index(folder: Path) -> dict[str, Any]:
    """kind -> the newest data file that has it -> names; "masking" and "since" of the layers of the newest file."""
    found: dict[str, dict[str, str]] = {}
    since: dict[str, str] = {}
    layers: dict[str, Entry] = {}

    def age(path: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in path.stem.rpartition("-")[2].split("."))

    for path in sorted((p for p in folder.glob("*keras-*.json")), key=age):
        data = json.loads(path.read_text("utf-8"))
        for kind in (*KINDS, "schedules", "methods", "functions"):
            found.setdefault(kind, {}).update(dict.fromkeys(data[kind], path.stem))
        layers = {name: item for name, item in data["layers"].items() if "call" in item}
        since = dict.fromkeys(data["layers"], path.stem.rpartition("-")[2]) | since
    masks = {name: item.get("masking", "drops") for name, item in layers.items() if name not in BASES}
    later = {name: since[name] for name in layers if since[name].startswith("3.") and since[name] != "3.0"}
    return {
        **{kind: grouped(names) for kind, names in found.items()},
        "masking": grouped(masks),
        "since": grouped(later),
    }


def grouped(names: dict[str, str]) -> dict[str, list[str]]:
    return {group: sorted(n for n, g in names.items() if g == group) for group in sorted(set(names.values()))}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, nargs="?", help="the JSON file to write")
    parser.add_argument(
        "--source", type=Path, help="folder of an unpacked keras (2.2 or 2.3) that cannot be imported"
    )
    parser.add_argument("--index", type=Path, help="folder of the JSON files to index")
    options = parser.parse_args()
    if options.index is not None:
        out, data = options.index / "index.json", index(options.index)
    elif options.out is None:
        parser.error("OUT.json or --index is needed")
    else:
        out = options.out
        data = describe_source(options.source) if options.source else describe_installed()
    out.write_text("\n".join(lines(data)) + "\n", "utf-8")
    print(f"{out}: {out.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
