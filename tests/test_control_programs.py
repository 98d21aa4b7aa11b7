"""The reading of random programs against what they do when CPython runs them: what it says to know is so."""

from __future__ import annotations

import dataclasses
import importlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from random import Random
from textwrap import indent
from typing import Any

import pytest
from control_programs import HEAD, executed, program

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader.abstract.values import Abstract, Items, Table
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.libraries.registry import REGISTRY
from lstm_lint.reader.tree.modules import Siblings
from lstm_lint.reader.tree.parse import parse
from lstm_lint.reader.tree.places import Places
from lstm_lint.script import Known, OneOf
from lstm_lint.source.source import from_bytes

reading = importlib.import_module("lstm_lint.reader.read")  # the package has a function of that name
NAMES = ("a", "b", "c", "xs", "ys", "conf")
RUNS = 4  # of each program: what it cannot know differs between them


def may_be(value: Abstract, real: object) -> bool | None:
    """Whether the reading allows a value; None where it does not know."""
    if isinstance(value, Known):
        return type(value.value) is type(real) and value.value == real
    if isinstance(value, OneOf):
        return any(type(one) is type(real) and one == real for one in value.values)
    if isinstance(value, Items) and not (value.open or value.spoiled or value.unordered):
        if not isinstance(real, (list, tuple)) or len(real) != len(value.items):
            return False
        return _all(may_be(item, one) for item, one in zip(value.items, real))
    if isinstance(value, Table):
        if not isinstance(real, dict) or not (value.open or set(value.entries) == set(real)):
            return False
        answers = [may_be(item, real[key]) for key, item in value.entries.items() if key in real]
        return _all([*answers, None] if value.open else answers)
    return None


def _all(answers: Iterator[bool | None] | list[bool | None]) -> bool | None:
    found = list(answers)
    return False if False in found else None if None in found else True


def paths(text: str) -> tuple[list[Machine], Places]:
    source = from_bytes(text.encode(), "program.py")
    tree, problems, _ = parse(source)
    assert tree is not None, problems
    places = Places(tree, source.path)
    found = reading._paths(
        tree.module, text, places, parse_target("3"), Siblings(None, places), REGISTRY, True, {}
    )
    return [path[0] for path in found], places


def differences(text: str, seen: Counter[str]) -> list[str]:
    """Where a run of the program is not as it was read."""
    machines, places = paths(text)
    if any("budget" in one.why for machine in machines for one in machine.record.unread):
        return []
    widths: dict[int, list[Abstract]] = defaultdict(list)
    for machine in machines:
        for built in machine.record.built:
            if "units" in built.given:
                widths[places.span(built.node).line].append(built.given["units"].value)
    ends = {name: [machine.of_main(name) for machine in machines] for name in NAMES}
    found: list[str] = []
    answers: dict[object, set[str]] = defaultdict(set)
    for seed in range(RUNS):
        run = executed(text, seed)
        asked: list[tuple[object, list[Abstract], object]] = [
            (line, widths[line], real) for line, real in run.widths
        ]
        if run.names is not None:
            asked += [(name, ends[name], run.names.get(name)) for name in NAMES]
        for where, values, real in asked:
            allowed = [may_be(value, real) for value in values]
            if True not in allowed and None not in allowed:
                found.append(f"run {seed}, {where}: {real!r}, read as {values}")
            sure = len(values) == 1 and isinstance(values[0], Known)
            answers[where].add("unknown" if True not in allowed else "known" if sure else "among")
    for kinds in answers.values():
        seen["unknown" if "unknown" in kinds else "among" if "among" in kinds else "known"] += 1
    return found


@pytest.fixture
def module_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions that nothing calls are not read: they do not run either."""
    language = dataclasses.replace(reading.PYTHON)
    object.__setattr__(language, "uncalled", lambda machine: None)
    monkeypatch.setattr(reading, "PYTHON", language)


@pytest.mark.usefixtures("module_alone")
@pytest.mark.parametrize("part", range(4))
def test_what_is_read_is_what_happens(part: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(part * 1_000, part * 1_000 + 15):
        text = program(Random(seed))
        assert not (wrong := differences(text, seen)), f"seed {seed}\n{indent(text, '    ')}\n" + wrong[0]
    print(seen)
    assert seen["unknown"] < 0.65 * seen.total(), (
        seen
    )  # about half: much of it is drawn by the program itself


CERTAIN = {
    "a while loop that counts": (
        "n = 0\nwhile n < 3:\n    n += 1\n    xs.append(n)",
        "xs == [4, 5, 1, 2, 3] and n == 3",
    ),
    "a long while loop that counts": (
        "n = 0\nwhile n < 900:\n    n += 2\n    a = flag()",
        "n == 900",
    ),
    "what a loop cannot change": (
        "while flag():\n    b = 7\nDense(a)",
        "a == 1",
    ),
    "a loop that is left by break": (
        "while True:\n    a = 5\n    if flag():\n        break",
        "a == 5",
    ),
    "two breaks": (
        "while True:\n    if flag():\n        a = 8\n        break\n    a = 9\n    if flag():\n        break",
        "a in (8, 9)",
    ),
    "else of a loop": (
        "for n in (1, 2):\n    b = n\nelse:\n    a = 9",
        "a == 9 and b == 2",
    ),
    "else of a loop that is left": (
        "for n in (1, 2):\n    if n == 2:\n        break\nelse:\n    a = 9",
        "a == 1",
    ),
    "a case by its value": (
        "match b:\n    case 1:\n        a = 5\n    case 2 | 3:\n        a = 6\n    case _:\n        a = 7",
        "a == 6",
    ),
    "cases that may all be": (
        "match number():\n"
        "    case 1:\n"
        "        a = 5\n"
        "    case int(n) if n > 3:\n"
        "        a = 6\n"
        "    case _:\n"
        "        a = 7",
        "a in (5, 6, 7)",
    ),
    "a case by its class": (
        "match xs:\n    case int():\n        a = 5\n    case [n, m]:\n        a = n + m",
        "a == 9",
    ),
    "a case of a dict": (
        'match conf:\n    case {"units": n, **rest}:\n        a = n',
        "a == 6",
    ),
    "a handler after the assignment": (
        "try:\n    a = 5\n    risky()\nexcept ValueError:\n    b = 9",
        "a in (1, 5)",
    ),
    "a handler that ends": (
        "try:\n    a = 5\n    risky()\nexcept Exception:\n    raise SystemExit",
        "a == 5",
    ),
    "else and finally": (
        "try:\n    risky()\nexcept Exception:\n    a = 8\nelse:\n    a = 9\nfinally:\n    b = 7",
        "a in (8, 9) and b == 7",
    ),
    "an early return": (
        "def f(n):\n    if not n:\n        return 4\n    return n\na = f(flag() and 8 or 0)",
        None,
    ),
    "the other condition": (
        "n = 5 if flag() else None\nif n is None:\n    a = 9\nelse:\n    a = n",
        "a in (5, 9)",
    ),
    "after an exit": (
        "n = 5 if flag() else None\nif n is None:\n    raise ValueError\na = n",
        "a == 5",
    ),
    "an assertion": (
        "n = 5 if flag() else None\nassert n is not None\na = n",
        "a == 5",
    ),
    "a function that raises": (
        "def f(n):\n    if n > 3:\n        return n\n    raise ValueError\na = f(6)",
        "a == 6",
    ),
    "a shared counter": (
        "def step():\n    global a\n    a += 1\nstep()\nstep()",
        "a == 3",
    ),
    "a nonlocal name": (
        "def f():\n"
        "    n = 1\n"
        "    def g():\n"
        "        nonlocal n\n"
        "        n = 8\n"
        "    g()\n"
        "    return n\n"
        "a = f()",
        "a == 8",
    ),
    "a key that may be there": (
        'if flag():\n    conf["wide"] = 8\na = conf.get("wide", 3)',
        "a in (3, 8)",
    ),
    "a with block": (
        "with context(3) as n:\n    a = 4",
        "a == 4",
    ),
}


def tells_apart(text: str, condition: str) -> None:
    """Each name that the condition mentions is known, or one of several, so that the condition holds."""
    (machine, *_), _ = paths(HEAD + text + "\n")
    for name in ("a", "b", "n", "xs"):
        if f"{name} " not in condition.replace("(", " "):
            continue
        value = machine.of_main(name)
        values = list(value.values) if isinstance(value, OneOf) else [_plain(value)]
        for one in values:
            others = {"a": 1, "b": 2, "n": 0, "xs": []} | {
                other: _first(machine.of_main(other)) for other in ("a", "b", "n", "xs")
            }
            assert eval(condition, {}, {**others, name: one}), (name, value)


def _first(value: Abstract) -> object:
    return value.values[0] if isinstance(value, OneOf) else _plain(value)


def _plain(value: Abstract) -> object:
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return [_plain(item) for item in value.items]
    return value.value if isinstance(value, Known) else None


@pytest.mark.usefixtures("module_alone")
@pytest.mark.parametrize("kind", CERTAIN)
def test_what_is_certain_is_kept(kind: str) -> None:
    text, condition = CERTAIN[kind]
    assert not differences(HEAD + text + "\n", Counter())
    if condition is not None:
        tells_apart(text, condition)


STACK = """from keras import Input, Sequential
from keras.layers import GRU, LSTM, Dense, SimpleRNN

width, deep, kind = {width}, {deep}, "{kind}"
model = Sequential([Input((7, 3))])
n = 0
while n < {more}:
    model.add(LSTM(width + n, return_sequences=True))
    n += 1
for at in range(deep):
    if at == {stop}:
        {jump}
    model.add(GRU(width * 2, return_sequences=True))
else:
    model.add(Dense(width))
match kind:
    case "lstm":
        model.add(LSTM(4))
    case "gru" | "cell":
        model.add(GRU(5))
    case _:
        model.add(SimpleRNN(6))
try:
    {attempt}
except IndexError as error:
    raise RuntimeError from error
else:
    model.add(Dense(width))

def head(n):
    if n < 3:
        return 1
    return n

model.add(Dense(head(width)))
"""


def stack(random: Random) -> str:
    """A program that decides by branches and loops which layers its model has."""
    return STACK.format(
        width=random.randint(1, 6), deep=random.randint(0, 3), kind=random.choice(["lstm", "gru", "x"]),
        more=random.randint(0, 3), stop=random.randint(0, 3), jump=random.choice(["continue", "break"]),
        attempt=random.choice(["width = 4", "width += 1"]),
    )  # fmt: skip


@pytest.mark.keras
def test_models_are_read_as_keras_builds_them() -> None:
    pytest.importorskip("keras")
    known = 0
    for seed in range(12):
        text = stack(Random(seed))
        names: dict[str, Any] = {}
        exec(text, names)
        real = [(type(layer).__name__, layer.units) for layer in names["model"].layers]
        models = reading.read(from_bytes(text.encode(), "model.py"), parse_target("3")).models
        read = [
            [(layer.cls, layer.known("units")) for layer in one.layers if layer.cls != "InputLayer"]
            for one in models
            if one.complete
        ]
        assert not read or real in read, (text, real, read)
        known += bool(read)
    assert known >= 8
