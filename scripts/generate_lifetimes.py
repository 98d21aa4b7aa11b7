"""Write which names and arguments each older Keras had: `python scripts/generate_lifetimes.py FOLDER`.

FOLDER gets the packages of PyPI, the last release of each minor version, which is what a pin such as `keras<2.3`
installs, and 2.2.4, which was the last for a year before 2.2.5. They are downloaded there and unpacked where they are
not there already, 1.5 GB in all, and read, not run: none of them imports under a current Python. The result is
lstm_lint/keras_api/data/lifetimes.json.

Of each line, `keras` and `tensorflow` (its `tf.keras`), it has the releases in order; `modules`, those that can be
imported; `names`, by module; `methods` of models; and `arguments`, by class or method. They go by the releases that
have them: the bits of a hexadecimal number, of which the lowest stands for the first release of the line.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from generate_keras_api import helpers, keyword_extras, taken_keywords

OUT: Final = Path(__file__).parent.parent / "lstm_lint" / "keras_api" / "data" / "lifetimes.json"
KERAS: Final = (
    *("0.3.3", "1.0.8", "1.1.2", "1.2.2", "2.0.9", "2.1.6", "2.2.4", "2.2.5", "2.3.1", "2.4.3"),
    *("2.6.0", "2.7.0", "2.8.0", "2.9.0", "2.10.0", "2.11.0", "2.12.0", "2.13.1", "2.14.0", "2.15.0"),
)
# `tf.keras` is part of TensorFlow up to 2.5, then it is the package `keras`.
TENSORFLOW: Final = (
    *("tensorflow==1.15.0", "tensorflow==2.0.0", "tensorflow-cpu==2.1.0", "tensorflow-cpu==2.2.0"),
    *("tensorflow-cpu==2.3.0", "tensorflow-cpu==2.4.0", "tensorflow-cpu==2.5.0"),
)
KINDS: Final = ("layers", "optimizers", "callbacks")
METHODS: Final = (
    "compile",
    "fit",
    "evaluate",
    "predict",
    "fit_generator",
    "evaluate_generator",
    "predict_generator",
)
# Methods that programs call all the same: before a model predicts in another thread.
PRIVATE: Final = ("_make_train_function", "_make_test_function", "_make_predict_function")
FIRST_WITH_KWARGS: Final = 1 << 4  # Keras 1 puts what it does not know aside, and is silent
# What `keras.optimizers` imports for itself and programs import from there: `from keras.optimizers import adam_v2`.
OF_MODULES: Final = ("_v1", "_v2")
OF_OTHERS: Final = ("keras_preprocessing", "keras_applications")
UNTOLD: Final = (
    "datasets",
    "tests",
    "api",
    "src",
    "protobuf",
    "integration_test",
    "distribute",
)


# --- the packages -------------------------------------------------------------------------------------------


def unpacked(folder: Path, requirement: str) -> Path:
    """The sources of one release, downloaded where they are not there yet."""
    root = folder / requirement.replace("==", "-")
    if root.exists():
        return root
    download = folder / "downloads"
    base = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(download)]
    if requirement.startswith("tensorflow"):
        other = [
            "--only-binary=:all:",
            "--python-version",
            "3.6",
            "--abi",
            "cp36m",
            "--platform",
            "manylinux2010_x86_64",
        ]
    elif numbers_of(requirement) < (2, 0, 8):
        other = ["--no-binary=:all:"]
    else:
        other = ["--only-binary=:all:"]
    subprocess.run([*base, *other, requirement], check=True)
    for file in download.iterdir():
        if file.name.endswith(".whl"):
            with zipfile.ZipFile(file) as wheel:
                wheel.extractall(
                    root, [name for name in wheel.namelist() if name.endswith(".py") and "keras" in name]
                )
        else:
            with tarfile.open(file) as sdist:
                sdist.extractall(root, filter="data")
        file.unlink()
    return root


def numbers_of(requirement: str) -> tuple[int, ...]:
    return tuple(int(part) for part in requirement.rpartition("=")[2].split("."))


def minor(requirement: str) -> str:
    if requirement.endswith("2.2.4"):
        return "2.2.4"
    return ".".join(requirement.rpartition("=")[2].split(".")[:2])


def line_of_keras(folder: Path) -> Iterator[tuple[str, Package]]:
    for version in KERAS:
        root = unpacked(folder, f"keras=={version}")
        (package,) = (
            path.parent
            for path in root.glob("**/keras/__init__.py")
            if path.parent.parent.name != "api" and len(path.relative_to(root).parts) <= 3
        )
        roots = {"keras": package}
        if minor(version) == "2.4":  # all of it is what `tf.keras` has
            roots |= roots_of_tensorflow(folder, "tensorflow-cpu==2.4.0")
        yield minor(version), Package(roots, "keras")


def roots_of_tensorflow(folder: Path, requirement: str) -> dict[str, Path]:
    root = unpacked(folder, requirement)
    core = root / "tensorflow_core" if (root / "tensorflow_core").exists() else root / "tensorflow"
    generation = "_v1" if numbers_of(requirement) < (2,) else "_v2"
    inside = core / "python" / "keras"
    return {
        "tensorflow.keras": inside / "api" / generation / "keras",
        "tensorflow.python.keras": inside,
        f"tensorflow.python.keras.api.{generation}.keras": inside / "api" / generation / "keras",
    }


def line_of_tensorflow(folder: Path) -> Iterator[tuple[str, Package]]:
    for requirement in TENSORFLOW:
        yield minor(requirement), Package(roots_of_tensorflow(folder, requirement), "tensorflow.keras")
    for version in KERAS[KERAS.index("2.6.0") :]:
        root = unpacked(folder, f"keras=={version}") / "keras"
        roots = {
            "keras": root,
            "tensorflow.keras": root / "api" / "_v2" / "keras",
            "keras.api._v2.keras": root / "api" / "_v2" / "keras",
        }
        yield minor(version), Package(roots, "tensorflow.keras")


# --- reading one --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What a name is bound to: a module, or an object with its definition where it has one."""

    module: str
    node: ast.ClassDef | ast.FunctionDef | None = None
    is_module: bool = False


@dataclass
class Package:
    """Modules by dotted name, and what stands in them, as imports bind it."""

    roots: dict[str, Path]
    top: str
    scopes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def internal(self) -> str:
        """Where the definitions lie."""
        if "keras.src.engine" in self.files:
            return "keras.src"
        return "tensorflow.python.keras" if "tensorflow.python.keras" in self.files else "keras"

    @cached_property
    def files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for dotted, root in self.roots.items():
            for path in root.rglob("*.py"):
                parts = path.relative_to(root).with_suffix("").parts
                name = ".".join([dotted, *(parts[:-1] if parts[-1] == "__init__" else parts)])
                if name not in found or path.name == "__init__.py":  # a package hides the module of its name
                    found[name] = path
        return found

    @cached_property
    def children(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.files:
            around, _, last = name.rpartition(".")
            found[around].add(last)
        return found

    def source(self, dotted: str) -> str:
        return self.files[dotted].read_text("utf-8") if dotted in self.files else ""

    def scope(self, dotted: str) -> dict[str, Any]:
        """Name -> its definition, the module that it is, or (module, name) where it is imported from there."""
        if dotted not in self.scopes:
            self.scopes[dotted] = found = {}
            path = self.files[dotted]
            package = dotted if path.name == "__init__.py" else dotted.rpartition(".")[0]
            text = re.sub(r"(?m)^(\s*)print\s[^\n]*$", r"\1pass", path.read_text("utf-8"))  # Python 2
            self.statements(ast.parse(text).body, package, found)
        return self.scopes[dotted]

    def statements(self, body: list[ast.stmt], package: str, found: dict[str, Any]) -> None:
        for node in body:
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    found[name] = node
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                            if isinstance(one, ast.Name):
                                found[one.id] = assigned(value, found)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    found[name] = None
                case ast.Import(names=names):
                    for alias in names:
                        if alias.asname and alias.name in self.files:
                            found[alias.asname] = alias.name
                case ast.ImportFrom():
                    self.imported(node, package, found)
                case ast.If(
                    test=ast.Compare(left=ast.Name(id="_BACKEND"), comparators=[ast.Constant(value=of)])
                ) if of != "tensorflow":
                    self.statements(node.orelse, package, found)
                case ast.If(body=inner, orelse=other) | ast.Try(body=inner, orelse=other):
                    handlers = [one for handler in getattr(node, "handlers", ()) for one in handler.body]
                    self.statements([*handlers, *other, *inner], package, found)
                case ast.Delete(targets=targets):
                    for target in targets:
                        if isinstance(target, ast.Name):
                            found.pop(target.id, None)

    def imported(self, node: ast.ImportFrom, package: str, found: dict[str, Any]) -> None:
        parts = package.split(".")
        base = parts[: len(parts) - node.level + 1] if node.level else []
        source = ".".join([*base, *([node.module] if node.module else [])])
        for alias in node.names:
            if alias.name == "*":
                if source in self.files:
                    shared = {name: (source, name) for name in self.scope(source) if name[0] != "_"}
                    found.update(shared)
            elif source in self.files:
                found[alias.asname or alias.name] = (source, alias.name)
            elif source.split(".")[0] in OF_OTHERS or shown_from_elsewhere(source, package):
                found[alias.asname or alias.name] = None

    def look(self, dotted: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> Found | None:
        """What a module has under a name; a module inside it counts, since importing it makes it one."""
        inside = f"{dotted}.{name}"
        if (dotted, name) in seen:  # `from . import activations` in `keras/__init__.py`
            return Found(inside, is_module=True) if inside in self.files else None
        if dotted not in self.files:
            return None
        scope = self.scope(dotted)
        if name not in scope:
            return Found(inside, is_module=True) if inside in self.files else None
        value = scope[name]
        if isinstance(value, str):
            return Found(value, is_module=True)
        if isinstance(value, tuple):
            return self.look(*value, seen | {(dotted, name)})
        if isinstance(value, ast.Attribute):  # Model = training.Model
            return self.follow(dotted, ast.unparse(value), seen | {(dotted, name)})
        return Found(dotted, value)

    def follow(self, dotted: str, path: str, seen: frozenset[tuple[str, str]] = frozenset()) -> Found | None:
        """What an expression such as `training.Model` is in a module."""
        place: Found | None = Found(dotted, is_module=True)
        for part in path.split("."):
            if place is None or not place.is_module:  # `sequence.pad_sequences`, of another package
                return place if place is not None and place.node is None else None
            place = self.look(place.module, part, seen)
        return place

    def names(self, dotted: str) -> dict[str, Found]:
        every = {*self.scope(dotted), *self.children.get(dotted, ())}
        found = ((name, self.look(dotted, name)) for name in every if name[0] != "_")
        return {name: value for name, value in found if value is not None}

    def walk(self) -> Iterator[tuple[str, str, Found]]:
        """(module as it is imported, name, what it is), of all modules and of those that only attributes reach."""
        todo = [(name, name) for name in self.files if name == self.top or name.startswith(f"{self.top}.")]
        done = set()
        while todo:
            shown, real = todo.pop()
            if shown in done or not is_told(shown.removeprefix(self.top)):
                continue
            done.add(shown)
            is_package = self.files[real].name == "__init__.py"
            for name, found in self.names(real).items():
                if found.is_module and not is_package:
                    if name.endswith(OF_MODULES) and shown.count(".") == 1:
                        yield shown, name, found
                    continue  # `K`, `activations`: what a module imports for itself
                yield shown, name, found
                # `activations` in `keras.layers`, which a star import brings: that it is there is all that is told.
                is_beside = found.module.rpartition(".")[0] == self.top != shown
                if found.is_module and found.module in self.files and not is_beside:
                    todo.append((f"{shown}.{name}", found.module))


def shown_from_elsewhere(source: str, package: str) -> bool:
    """What `tf.keras` shows of TensorFlow itself, such as its initializers up to 2.2."""
    public = package.startswith("tensorflow.keras") or ".keras.api." in package
    return public and source.startswith("tensorflow.python.")


def assigned(value: ast.expr, found: dict[str, Any]) -> Any:
    """What `Model = training.Model` or `Convolution1D = Conv1D` binds; None for any other value."""
    match value:
        case ast.Name(id=name):
            return found.get(name)
        case ast.Attribute(value=ast.Name() | ast.Attribute()):
            return value
    return None


def is_told(inner: str) -> bool:
    """Whether the names of a module are written down: not those of data sets, and of what is private to Keras."""
    if inner == ".datasets.data_utils":  # programs of Keras 1 take `get_file` from there
        return True
    parts = inner.split(".")[1:]
    return len(parts) <= 3 and not any(part in UNTOLD or part.startswith("_") for part in parts)


class ReadClass:
    """A class, or one method of it, as generate_keras_api reads constructors."""

    def __init__(self, package: Package, found: Found, method: str = "__init__") -> None:
        self.package, self.of = package, method
        self.line = list(self.lineage(found, frozenset()))

    def lineage(self, found: Found, seen: frozenset[str]) -> Iterator[Found]:
        if not isinstance(found.node, ast.ClassDef) or f"{found.module}.{found.node.name}" in seen:
            return
        yield found
        for base in found.node.bases:
            place = self.package.follow(found.module, ast.unparse(base))
            if place is not None:
                yield from self.lineage(place, seen | {f"{found.module}.{found.node.name}"})

    @staticmethod
    def own(node: ast.ClassDef, name: str) -> ast.FunctionDef | None:
        return next(
            (one for one in ast.walk(node) if isinstance(one, ast.FunctionDef) and one.name == name), None
        )

    def constructors(self) -> list[tuple[str, ast.FunctionDef]]:
        found = [(one.node.name, self.own(one.node, self.of)) for one in self.line]
        every = [(name, function) for name, function in found if function is not None]
        return every if self.of == "__init__" else every[:1]

    def method(self, name: str) -> ast.FunctionDef | None:
        return next((f for one in self.line if (f := self.own(one.node, name)) is not None), None)

    def owner(self, name: str) -> str | None:
        return next((one.node.name for one in self.line if self.own(one.node, name)), None)

    def methods(self) -> set[str]:
        return {
            one.name for found in self.line for one in found.node.body if isinstance(one, ast.FunctionDef)
        }

    def arguments(self) -> tuple[set[str], bool]:
        """The arguments that are taken, and whether any other is."""
        constructors = self.constructors()
        if not constructors:
            return set(), True
        own = constructors[0][1].args
        names = {one.arg for one in (*own.args[1:], *own.kwonlyargs)}
        extra, is_open = keyword_extras(self)
        ignored = {name for _, function in constructors for name in self.only_warned_of(function)}
        return (names | set(extra) | self.legacy(constructors[0][1])) - ignored, is_open

    def only_warned_of(self, function: ast.FunctionDef) -> Iterator[str]:
        """What is taken out of `**kwargs` and put to no use: `lr` of Keras 2.11."""
        for one in (function, *helpers(function, self)):
            for node in ast.walk(one):
                match node:
                    case ast.Assign(
                        targets=[ast.Name(id=held)],
                        value=ast.Call(
                            func=ast.Attribute(attr="pop"), args=[ast.Constant(value=str(name)), *_]
                        ),
                    ):
                        uses = [n for n in ast.walk(one) if isinstance(n, ast.Name) and n.id == held]
                        asked = [n for n in ast.walk(one) if isinstance(n, ast.If) and n.test in uses]
                        if len(uses) == 1 + len(asked):
                            yield name

    def legacy(self, function: ast.FunctionDef) -> set[str]:
        """The arguments of Keras 1 that `@interfaces.legacy_dense_support` translates."""
        names: set[str] = set()
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Attribute):
                names |= legacy_names(self.package).get(decorator.attr, set())
        return names


def legacy_names(package: Package) -> dict[str, set[str]]:
    """The arguments that each decorator of `keras.legacy.interfaces` translates."""
    path = package.files.get("keras.legacy.interfaces")
    return _translated(path) if path is not None else {}


@cache
def _translated(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    tree = ast.parse(path.read_text("utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(keywords=keywords)):
                found[name] = set()
                for keyword in keywords:
                    if keyword.arg == "conversions":
                        found[name] |= {old for old, _ in ast.literal_eval(keyword.value)}
                    elif keyword.arg == "preprocessor" and isinstance(keyword.value, ast.Name):
                        found[name] |= of_preprocessor(functions, keyword.value.id)
            case ast.FunctionDef(name=name):
                found[name] = taken_keywords(node)
    return found


def of_preprocessor(functions: dict[str, ast.FunctionDef], name: str) -> set[str]:
    """What a preprocessor takes, and those that it calls."""
    node = functions[name]
    called = {
        one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
    }
    inner = [of_preprocessor(functions, other) for other in called & set(functions) - {name}]
    return taken_keywords(node).union(*inner)


# --- all of them --------------------------------------------------------------------------------------------


def line(releases: Iterator[tuple[str, Package]]) -> dict[str, Any]:
    versions: list[str] = []
    modules: dict[str, int] = defaultdict(int)
    names: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    methods: dict[str, int] = defaultdict(int)
    arguments: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    opened: dict[str, int] = defaultdict(int)
    filled_at_import = 0
    for version, package in releases:
        bit = 1 << len(versions)
        versions.append(version)
        for dotted in package.files:
            if dotted.startswith(package.top) and is_told(dotted.removeprefix(package.top)):
                modules[dotted.removeprefix("tensorflow.")] |= bit
        if "globals().update" in package.source("keras.initializers"):
            filled_at_import |= bit
        for module, name, found in package.walk():
            shown = module.removeprefix("tensorflow.")
            if found.is_module:
                modules[f"{shown}.{name}"] |= bit
            else:
                names[shown][name] |= bit
        for kind in KINDS:
            for name, found in package.names(f"{package.top}.{kind}").items():
                take(arguments, opened, f"{kind}.{name}", ReadClass(package, found), bit)
        for owner in ("Model", "Sequential"):
            found = package.look(f"{package.top}.models", owner)
            if found is None:
                continue
            of_class = ReadClass(package, found)
            take(arguments, opened, f"models.{owner}", of_class, bit)
            if owner == "Model":
                take(arguments, opened, "models.Model", graph_of_layers(package, found), bit)
            for method in of_class.methods():
                if method[0] != "_" or method in PRIVATE:
                    methods[f"{owner}.{method}"] |= bit
            for method in METHODS:
                if method in of_class.methods():
                    take(arguments, opened, f"{owner}.{method}", ReadClass(package, found, method), bit)
        print(version, len(modules), sum(map(len, names.values())), file=sys.stderr)
    # What later ones added below `keras.layers` and its like is private: of it the modules alone are told.
    known = (1 << versions.index("2.6")) - 1
    modules = {name: bits for name, bits in modules.items() if bits & known or name.count(".") < 3}
    names = {
        module: found
        for module, found in names.items()
        if module in ("keras", "tf.keras")
        or (module in modules and (modules[module] & known or module.count(".") < 2))
    }
    for name, bits in names.get("keras.initializers", {}).items():
        names["keras.initializers"][name] = filled(bits, filled_at_import)
    for call, bits in opened.items():
        for name in arguments[call]:
            arguments[call][name] |= bits
    arguments["Sequential.compile"]["class_mode"] &= FIRST_WITH_KWARGS - 1  # `K.function` refuses it
    return {
        "releases": versions,
        "modules": by_bits(modules),
        "names": {module: by_bits(found) for module, found in sorted(names.items())},
        "methods": by_bits(methods),
        "arguments": {call: by_bits(found) for call, found in sorted(arguments.items())},
    }


def filled(bits: int, at_import: int) -> int:
    """With the releases whose module fills itself when it is imported, for what there was before and after them."""
    lowest = at_import & -at_import
    return bits | at_import if bits & (lowest - 1) and bits >= 1 << at_import.bit_length() else bits


def by_bits(found: dict[str, int]) -> dict[str, str]:
    """The names that have the same versions, in one string."""
    of: dict[int, list[str]] = defaultdict(list)
    for name, bits in found.items():
        if not name.startswith("_"):
            of[bits].append(name)
    return {f"{bits:x}": " ".join(sorted(names)) for bits, names in sorted(of.items())}


def graph_of_layers(package: Package, model: Found) -> ReadClass:
    """The constructor of a model of inputs and outputs, where `Model` itself hands on what it is given."""
    functional = package.look(f"{package.internal}.engine.functional", "Functional")
    return ReadClass(package, functional) if functional else ReadClass(package, model, "_init_graph_network")


def take(
    arguments: dict[str, dict[str, int]], opened: dict[str, int], call: str, read: ReadClass, bit: int
) -> None:
    if not read.line:
        return
    names, is_open = read.arguments()
    if is_open and bit >= FIRST_WITH_KWARGS:
        opened[call] |= bit
    for name in names:
        arguments[call][name] |= bit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    data = {"keras": line(line_of_keras(folder)), "tensorflow": line(line_of_tensorflow(folder))}
    OUT.write_text(json.dumps(data, indent=0, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
