"""The house: which modules there are at the top, and which way imports point. Every import counts: at the top of a
module, inside a function, under TYPE_CHECKING."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from conftest import FAST

PACKAGE = Path(__file__).parent.parent / "lstm_lint"


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
    assert not [name for name in imports() if name in reached(name)]


# What each wing of the reader may import of it, besides itself.
WINGS = {
    "tree": set(),
    "abstract": set(),
    "interpreter": {"abstract", "tree"},
    "libraries": {"abstract", "tree"},
    "assembly": {"abstract", "tree", "libraries"},
    "read": {"abstract", "tree", "interpreter", "libraries", "assembly"},
    "": {"read", "tree"},
}


def test_arrows_between_the_wings_of_the_reader_point_down() -> None:
    reader = "lstm_lint.reader"
    for name, used in imports().items():
        if name == reader or name.startswith(f"{reader}."):
            wing = _wing(name)
            found = {_wing(one) for one in used if one.startswith(f"{reader}.")} - {wing}
            assert found <= WINGS[wing], f"{name} imports {found}"


def _wing(name: str) -> str:
    return name.removeprefix("lstm_lint.reader").strip(".").partition(".")[0]


def test_interpreter_and_values_know_no_library() -> None:
    for name, used in imports().items():
        if _wing(name) in ("interpreter", "abstract"):
            known = {one for one in used if one.startswith(("lstm_lint.keras_api", "lstm_lint.checks"))}
            assert known <= {"lstm_lint.keras_api.versions"}, name


def test_only_one_module_names_all_wings() -> None:
    wings = {"interpreter", "libraries", "assembly"}
    assert [name for name, used in imports().items() if wings <= {_wing(one) for one in used}] == [
        "lstm_lint.reader.read"
    ]


def test_checks_and_notions_know_nothing_of_how_a_script_is_read() -> None:
    for name, used in imports().items():
        if name.startswith(("lstm_lint.checks.", "lstm_lint.notions.")):
            assert not {one for one in used if one.startswith("lstm_lint.reader")}, name


def test_what_reads_and_judges_takes_its_dataclasses_from_records() -> None:
    """The standard ones take ten times as long to be made, and import `inspect`."""
    rooms = ("ir", "keras_api", "nodes", "notions", "checks", "reader", "rulebook", "settings", "source")
    files = [file for room in rooms for file in (PACKAGE / room).rglob("*.py") if file.name != "records.py"]
    assert len(files) > 400
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    standard = [
        file.name
        for file, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
    ]
    assert not standard


def test_proofs_are_no_part_of_a_run() -> None:
    """They import numpy and execute text."""
    users = {
        name for name, used in imports().items() if any(one.startswith("lstm_lint.proof") for one in used)
    }
    assert {name for name in users if not name.startswith("lstm_lint.proof")} == {"lstm_lint.testing"}


def test_syntax_is_for_the_reader_alone() -> None:
    nodes = {name for name in imports() if name.startswith("lstm_lint.nodes")}
    for name in nodes:
        assert imports()[name] <= nodes | {"lstm_lint.ir.records"}
    rooms = {name.split(".")[1] for name, used in imports().items() if used & nodes}
    assert rooms == {"nodes", "reader"}


def test_the_server_itself_reads_nothing() -> None:
    """Texts of others are read in processes that it may end: those know no protocol, and it knows no reader."""
    server = {name: used for name, used in imports().items() if name.startswith("lstm_lint.server")}
    apart = {f"lstm_lint.server.{name}" for name in ("looking", "tasks", "training", "worker")}
    for name, used in server.items():
        if name not in apart:
            rooms = {one.split(".")[1] for one in used if one.count(".")}
            assert not rooms & {
                "lint",
                "reader",
                "checks",
                "notions",
                "smoke",
                "edit",
                "rulebook",
                "output",
            }, name
            assert not used & (apart - {"lstm_lint.server.worker"}), name
    for name in apart:
        text = (PACKAGE / "server" / f"{name.rpartition('.')[2]}.py").read_text(encoding="utf-8")
        assert "pygls" not in text and "lsprotocol" not in text


def test_only_its_command_starts_the_server() -> None:
    users = {
        name for name, used in imports().items() if any(one.startswith("lstm_lint.server") for one in used)
    }
    assert {name for name in users if not name.startswith("lstm_lint.server")} == {"lstm_lint.command.server"}


# What Watch takes of the other rooms: the engine of smoke training, pages of rules, and the reading of the script.
WATCH = {"watch", "smoke", "rulebook", "lint", "script", "settings", "source", "findings", "output"}


def test_watch_is_apart_from_linting_and_takes_the_engine_of_smoke_training_alone() -> None:
    """A training imports it: no command, no server, and of smoke training nothing that builds or trains."""
    for name, used in imports().items():
        rooms = {one.split(".")[1] for one in used if one.count(".")}
        if name.startswith("lstm_lint.watch"):
            assert rooms <= WATCH, name
            smoke = {one for one in used if one.startswith("lstm_lint.smoke.") and ".engine." not in one}
            assert smoke <= {"lstm_lint.smoke.measure", "lstm_lint.smoke.specification"}, name
        elif "watch" in rooms:
            assert name == "lstm_lint.command.app"


def test_a_kernel_that_loads_the_magics_gets_no_more_than_a_run() -> None:
    kernel = {name: used for name, used in imports().items() if name.startswith("lstm_lint.kernel")}
    users = {name for name, used in imports().items() if used & set(kernel)}
    assert users <= {*kernel, "lstm_lint"}
    assert not {
        one
        for used in kernel.values()
        for one in used
        if one.startswith(("lstm_lint.command", "lstm_lint.server"))
    }


def test_fast_modules_are_there() -> None:
    """A name that is none would leave its room untested by `-m fast`."""
    there = {file.stem for file in Path(__file__).parent.glob("test_*.py")}
    assert there >= FAST
