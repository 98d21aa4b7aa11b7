"""Write which names TensorFlow took away or added since 1.15: `python scripts/generate_tensorflow_names.py FOLDER`.

FOLDER gets the wheels of PyPI, the first of each minor version from 1.15 to 2.15, 3 GB in all. Only the Python files
are unpacked and read; none is imported. The result is lstm_lint/keras_api/data/tensorflow_names.json: the releases, as
lifetimes.json has them, and by the set of those that have them (a hexadecimal number, its lowest bit for the first
release) the dotted names, without `tensorflow.`: of the public interface the modules and what they hold, of the private
`tensorflow.python.keras` its modules, and which public names of Keras they hold. What all releases have is left out,
and what lies in a module that is named itself and has the same releases. `tf.keras` is in lifetimes.json.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

OUT: Final = Path(__file__).parent.parent / "lstm_lint" / "keras_api" / "data" / "tensorflow_names.json"
# By the Python and the platform that the wheels are for.
WHEELS: Final = {
    ("36", "manylinux2010_x86_64"): ("1.15.0", "2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0"),
    ("38", "manylinux2010_x86_64"): ("2.6.0", "2.7.0", "2.8.0"),
    ("38", "manylinux2014_x86_64"): ("2.9.0", "2.10.0", "2.11.0"),
    ("310", "manylinux2014_x86_64"): ("2.12.0", "2.13.0", "2.14.0", "2.15.0"),
}
WITHOUT_GPU: Final = (2, 1)  # since when `tensorflow-cpu` is there, which is smaller
# Modules of `tf.keras` and of other packages, which are put in place when TensorFlow is imported, and what few use.
ELSEWHERE: Final = ("keras", "estimator", "raw_ops", "compat", "experimental")
RARE: Final = ("lite", "tpu", "mlir", "types", "quantization", "autodiff", "profiler", "mixed_precision")
OF_KERAS: Final = ("losses", "metrics", "initializers", "optimizers")  # since 2.0
OF_TENSORBOARD: Final = ("audio", "histogram", "image", "scalar", "text", "trace_export", "trace_on")
LAZY: Final = ("contrib",)  # of 1.15
PRIVATE: Final = ("python", "keras")
OF_PRIVATE: Final = (
    "",
    "activations",
    "callbacks",
    "constraints",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "regularizers",
    "utils",
)
INTERNAL: Final = (
    "api",
    "benchmarks",
    "distribute",
    "integration_test",
    "mixed_precision",
    "preprocessing",
    "protobuf",
    "saving",
    "tests",
)
EXAMPLES: Final = "examples/tutorials/mnist/input_data.py"


def unpacked(folder: Path, version: str, python: str, platform: str) -> Path:
    """The Python files of one release, downloaded where they are not there yet."""
    root = folder / f"tensorflow-{version}"
    if not root.exists():
        numbers = tuple(map(int, version.split(".")))
        package = "tensorflow-cpu" if numbers >= WITHOUT_GPU else "tensorflow"
        tags = ["--python-version", f"{python[0]}.{python[1:]}", "--platform", platform]
        base = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
        download = folder / "downloads"
        subprocess.run([*base, *tags, "-d", str(download), f"{package}=={version}"], check=True)
        for file in download.iterdir():
            with zipfile.ZipFile(file) as wheel:
                wheel.extractall(root, [name for name in wheel.namelist() if name.endswith(".py")])
            file.unlink()
    return root / ("tensorflow_core" if (root / "tensorflow_core").exists() else "tensorflow")


def names_of(root: Path, version: str) -> Iterator[str]:
    """The names of one release, without `tensorflow.`."""
    first = version.startswith("1.")
    yield from bound_in(root / "__init__.py")
    if first:
        yield from LAZY
    interface = root / "_api" / ("v1" if first else "v2")
    for path in interface.rglob("*.py"):
        parts = path.relative_to(interface).parent.parts
        if path.name != "__init__.py" or not parts or {*ELSEWHERE[:-1], *RARE} & set(parts):
            continue
        if any(part.startswith("_") for part in parts):
            continue
        module = ".".join(parts)
        yield module
        yield from (f"{module}.{name}" for name in bound_in(path))
    if not first:
        yield from (f"summary.{name}" for name in OF_TENSORBOARD)
        yield from (f"{module}.{name}" for module in OF_KERAS for name in public(module))
        yield from OF_KERAS
    yield from names_of_private(root)
    if (root / EXAMPLES).exists():
        yield "examples.tutorials"


def names_of_private(root: Path) -> Iterator[str]:
    """The modules of `tensorflow.python.keras`, and the public names in them."""
    top = root.joinpath(*PRIVATE)
    for path in top.rglob("*.py"):
        parts = path.relative_to(top).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        inner = ".".join(parts)
        internal = parts[:1] != ("preprocessing",) and set(INTERNAL) & set(parts)
        if not internal and "test" not in inner:
            yield ".".join([*PRIVATE, *parts])
        if inner in OF_PRIVATE:
            yield from (
                ".".join([*PRIVATE, *parts, name]) for name in defined_in(path) if name in public(inner)
            )


def bound_in(path: Path) -> Iterator[str]:
    """What a module of the public interface imports under a name of its own."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            names = (alias.asname or alias.name for alias in node.names)
            yield from (name for name in names if name[0] != "_" and name not in (*ELSEWHERE, *RARE))


def defined_in(path: Path) -> Iterator[str]:
    """What any module has under a name of its own, on every branch."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(names=names):
                yield from (alias.asname or alias.name for alias in names)
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


@cache
def public(module: str) -> set[str]:
    """What `tf.keras` of any release has in a module, as lifetimes.json says."""
    data = json.loads((OUT.parent / "lifetimes.json").read_text("utf-8"))["tensorflow"]
    return {
        name for names in data["names"][f"keras.{module}".rstrip(".")].values() for name in names.split(" ")
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    releases: list[str] = []
    found: dict[str, int] = defaultdict(int)
    for (python, platform), versions in WHEELS.items():
        for version in versions:
            for name in set(names_of(unpacked(folder, version, python, platform), version)):
                found[name] |= 1 << len(releases)
            releases.append(version.rpartition(".")[0])
    every = (1 << len(releases)) - 1
    by_bits: dict[int, list[str]] = defaultdict(list)
    for name, bits in found.items():
        around = name.rpartition(".")[0]
        if bits != every and found.get(around, every) != bits:
            by_bits[bits].append(name)
    data = {
        "releases": releases,
        "names": {f"{bits:x}": " ".join(sorted(names)) for bits, names in sorted(by_bits.items())},
    }
    OUT.write_text(json.dumps(data, indent=0, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
