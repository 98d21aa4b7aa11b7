"""The house: which modules there are at the top, and which way imports point. Every import counts: at the top of a
module, inside a function, under TYPE_CHECKING."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "lstm_lint"

# The reader is one circle today. It may only shrink: take out what has left it.
CIRCULAR = {
    *("arithmetic", "array_functions", "attributes", "batches", "calls", "command_line", "data"),
    *("data_functions", "data_methods", "datasets", "elements", "expressions", "frames", "functions", "gaps"),
    *("graph", "keras_objects", "library", "made_up", "networks", "operation_formulas", "operators"),
    *("places", "rows", "shapes", "siblings", "slices", "statements", "syntax", "texts", "tools"),
    *("uncalled", "values", "walk"),
}


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """For each module of the package the modules of the package that it imports, anywhere in its text."""
    modules = {_name(file): file for file in PACKAGE.rglob("*.py")}
    return {name: frozenset(_imported(file, modules)) for name, file in modules.items()}


def _name(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(file: Path, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == PACKAGE.name:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)


def reached(start: str) -> set[str]:
    """What a module imports, directly and through others."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in imports()[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found


def test_only_the_modules_that_a_newcomer_has_to_know_are_at_the_top() -> None:
    assert {file.stem for file in PACKAGE.glob("*.py")} == {
        *("__init__", "__main__", "findings", "lint", "script", "testing")
    }


def test_no_module_imports_itself_through_others() -> None:
    circular = {name for name in imports() if name in reached(name)}
    assert circular == {f"lstm_lint.reader.{name}" for name in CIRCULAR}


def test_checks_and_notions_know_nothing_of_how_a_script_is_read() -> None:
    for name, used in imports().items():
        if name.startswith(("lstm_lint.checks.", "lstm_lint.notions.")):
            assert not {one for one in used if one.startswith("lstm_lint.reader")}, name
