"""Random small programs of branches, loops, functions, exceptions and matches, and what they do when they run.

A program is drawn from a seed. It calls `Dense(expression)` at many places: the reading says what the width may be
there, and the executed program says what it is. What the program cannot know is drawn anew in each run: `number()`,
`risky()` and `flag()` at each call, `flag(3)` once, for one condition goes the same way throughout in the reading.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import FrameType
from typing import Any

HEAD = """from keras.layers import Dense
from outside import flag, number, risky, context
a, b, c = 1, 2, 3
xs, ys = [4, 5], []
conf = {"units": 6, "deep": True}
"""
NAMES = ("a", "b", "c")
LISTS = ("xs", "ys")
MAX_LINES = 1_500  # of one run


class Writer:
    """Writes one program."""

    def __init__(self, random: Random, *, functions: bool = True) -> None:
        self.random = random
        self.lines: list[str] = []
        self.functions: list[tuple[str, int]] = []
        self.may_define = functions
        self.depth = 0
        self.loops = 0
        self.inside = False  # a function
        self.counter = 0

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        self.line(head)
        self.depth += 1
        yield
        self.depth -= 1

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # Expressions

    def number(self, depth: int = 0) -> str:
        kind = self.random.random()
        if depth > 1 or kind < 0.35:
            return str(self.random.choice(NAMES))
        if kind < 0.55:
            return str(self.random.randint(0, 9))
        if kind < 0.75:
            by = (
                f"* {self.random.randint(0, 3)}"
                if self.chance(0.3)
                else f"{self.pick('+', '-')} {self.number(depth + 1)}"
            )
            return f"({self.number(depth + 1)} {by})"
        if kind < 0.8:
            return f"len({self.pick(*LISTS)})"
        if kind < 0.84:
            return f"({self.number(depth + 1)} if {self.condition(depth + 1)} else {self.number(depth + 1)})"
        if kind < 0.88:
            return f"conf.get({self.pick(*KEYS)}, {self.number(depth + 1)})"
        if kind < 0.92 and self.functions:
            name, count = self.random.choice(self.functions)
            return f"{name}({', '.join(self.number(depth + 1) for _ in range(count))})"
        if kind < 0.95:
            return f"sum({self.pick(*LISTS)})"
        if kind < 0.97:
            return f"({self.pick(*NAMES)} := {self.number(depth + 1)})"
        return self.unknown() if depth == 0 else self.pick(*NAMES)

    def unknown(self, kind: str = "number") -> str:
        """What is the same throughout one run."""
        self.counter += 1
        return f"{kind}({self.counter})"

    def condition(self, depth: int = 0) -> str:
        kind = self.random.random()
        if kind < 0.3:
            return self.unknown("flag")
        if kind < 0.6:
            return f"{self.number(depth + 1)} {self.pick('<', '==', '>', '!=')} {self.number(depth + 1)}"
        if kind < 0.7:
            return str(self.pick(*NAMES, *LISTS))
        if kind < 0.8:
            return f"{self.number(depth + 1)} in {self.pick(*LISTS)}"
        if kind < 0.87 and depth < 2:
            return f"{self.condition(depth + 1)} {self.pick('and', 'or')} {self.condition(depth + 1)}"
        if kind < 0.93 and depth < 2:
            return f"not {self.condition(depth + 1)}"
        return f"{self.pick(*KEYS)} in conf"

    # Statements

    def body(self, most: int = 4) -> None:
        for _ in range(self.random.randint(1, most)):
            self.statement()

    def statement(self) -> None:
        kinds = [
            (5, self.probe), (6, self.assign), (4, self.change), (4, self.branch), (3, self.for_loop),
            (3, self.while_loop), (3, self.attempt), (3, self.matching), (2, self.jump), (1, self.context),
            (1, self.check), (2, self.entry),
        ]  # fmt: skip
        if self.depth >= 4:
            kinds = kinds[:3] + kinds[8:9]
        if self.may_define and not self.inside and self.depth == 0:
            kinds.append((4, self.define))
        write = self.random.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])[0]
        write()

    def probe(self) -> None:
        self.line(f"Dense({self.number()})")

    def assign(self) -> None:
        kind = self.random.random()
        name = self.pick(*NAMES)
        if kind < 0.5:
            self.line(f"{name} = {self.number()}")
        elif kind < 0.75:
            self.line(f"{name} {self.pick('+', '-')}= {self.number(1)}")
        elif kind < 0.85:
            other = self.pick(*NAMES)
            self.line(f"{name}, {other} = {other}, {self.number()}")
        elif kind < 0.95:
            self.line(f"{self.pick(*LISTS)} = [{self.number()}, {self.number()}]")
        else:
            self.line(f"{name} = number()")

    def change(self) -> None:
        one, other = self.pick(*LISTS), self.pick(*LISTS)
        self.line(
            self.pick(
                f"{one}.append({self.number(1)})",
                f"{one}.append({self.number(1)})",
                f"{one} += [{self.number(1)}]",
                f"{one}.extend({other}[:2])",
                f"{one} = {other}",
                f"{one} = list({other})",
                f"{one} = {other}[:2]",
                f"if {one}: {self.pick(*NAMES)} = {one}.pop()",
                f"if {one}: {one}[0] = {self.number(1)}",
                f"if {one}: {self.pick(*NAMES)} = {one}[{self.pick(0, -1)}]",
                f"{one} = [n + 1 for n in {other} if n < {self.number(1)}]",
                f"{one}.clear()",
                f"{one}.sort()",
            )
        )

    def entry(self) -> None:
        key = self.pick(*KEYS)
        self.line(
            self.pick(
                f"conf[{key}] = {self.number(1)}",
                f"conf[{key}] = {self.number(1)}",
                f"if {key} in conf: {self.pick(*NAMES)} = conf[{key}]",
                f"conf.update({{{key}: {self.number(1)}}})",
                f"conf = {{**conf, {key}: {self.number(1)}}}",
                f"conf.setdefault({key}, {self.number(1)})",
                f"conf.pop({key}, None)",
            )
        )

    def branch(self) -> None:
        with self.block(f"if {self.condition()}:"):
            self.body()
        while self.chance(0.25):
            with self.block(f"elif {self.condition()}:"):
                self.body(2)
        if self.chance(0.5):
            with self.block("else:"):
                self.body()

    def for_loop(self) -> None:
        one = self.pick(*NAMES)
        head = self.pick(
            f"for {one} in range({self.pick(1, 3, 4, 20, 'number()')}):",
            f"for {one} in {self.pick('[7, 8, 9]', '(1, 2)', 'xs[:3]', 'list(ys)', '[]', 'reversed([1, 2])')}:",
            f"for i, {one} in enumerate([5, 6, number()]):",
            f"for {one} in range(2, {self.number(1)} % 6):",
            "for key in list(conf):",
        )
        self.loop(head)

    def while_loop(self) -> None:
        name = self.pick(*NAMES)
        kind = self.random.random()
        if kind < 0.4:
            count = f"n{self.counter}"
            self.counter += 1
            self.line(f"{count} = {self.pick(0, 0, 3, 'number()', name)}")
            head = f"while {count} < {self.pick(1, 2, 4, 30, 'number()')}:"
            self.loop(head, f"{count} += {self.pick(1, 1, 2)}")
        elif kind < 0.6:
            self.loop(f"while {self.pick('flag()', 'flag() and ' + name)}:")
        elif kind < 0.85:
            self.loop(f"while {self.pick('True', '1')}:", f"if {self.condition()}: break")
        else:
            one = self.pick(*LISTS)
            self.line(f"{one} = {one}[:4]")
            self.loop(f"while {one}:", f"{one}.pop()")

    def loop(self, head: str, *sure: str) -> None:
        loops, self.loops = self.loops, self.loops + 1
        with self.block(head):
            for line in sure if self.chance(0.6) else ():
                self.line(line)
                sure = ()
            self.body()
            for line in sure:
                self.line(line)
        self.loops = loops
        if self.chance(0.2):
            with self.block("else:"):
                self.body(2)

    def jump(self) -> None:
        options = ["raise ValueError", "raise KeyError('x')"] if self.chance(0.3) else []
        if self.loops:
            options += ["break", "continue"]
        if self.inside:
            options += [f"return {self.number()}"]
        jump = self.random.choice(options or ["pass"])
        if self.chance(0.75):
            jump = f"if {self.condition()}: {jump}"
        self.line(jump)

    def attempt(self) -> None:
        with self.block("try:"):
            self.body(3)
            if self.chance(0.6):
                fails = [
                    "risky()",
                    f"{self.pick(*NAMES)} = risky()",
                    "[][1]",
                    "a = 1 // 0",
                    "int('x')",
                    "missing()",
                ]
                self.line(self.random.choice(fails))
                self.body(2)
        kind = self.random.random()
        if kind < 0.85:
            caught = self.pick("Exception", "ValueError", "(ValueError, KeyError)", "Exception as error")
            with self.block(f"except {caught}:"):
                self.body(3)
            if self.chance(0.25):
                with self.block("except Exception:"):
                    self.body(2)
            if self.chance(0.3):
                with self.block("else:"):
                    self.body(2)
        if kind >= 0.85 or self.chance(0.3):
            with self.block("finally:"):
                loops, self.loops, inside, self.inside = self.loops, 0, self.inside, False
                self.body(2)
                self.loops, self.inside = loops, inside

    def matching(self) -> None:
        kind = self.random.random()
        name = self.pick(*NAMES)
        if kind < 0.5:
            with self.block(f"match {self.pick(self.number(1), name, 'number()')}:"):
                cases = ["1", "2 | 3", "int()", f"int({name})", "4 as " + name, "'x'", "None", "True", "-1"]
                self.cases(self.random.sample(cases, 2))
        elif kind < 0.8:
            with self.block(f"match {self.pick('xs', 'ys', f'[{name}, {self.number(1)}]', f'({name}, 2)')}:"):
                cases = [
                    "[]", f"[{name}]", f"[{name}, 5]", f"[4, {name}]", f"[_, *{self.pick('_', 'ys')}]",
                    "[1, _] | [2, _]", "list()", f"({name}, 2)",
                ]  # fmt: skip
                self.cases(self.random.sample(cases, 2))
        else:
            with self.block("match conf:"):
                cases = [
                    f'{{"units": {name}}}',
                    '{"units": 6, **rest}',
                    '{"deep": True}',
                    '{"wide": 1}',
                    "{}",
                ]
                self.cases(self.random.sample(cases, 2))

    def cases(self, patterns: list[str]) -> None:
        for pattern in patterns:
            guard = f" if {self.condition(1)}" if self.chance(0.2) else ""
            with self.block(f"case {pattern}{guard}:"):
                self.body(3)
        if self.chance(0.6):
            with self.block(f"case {self.pick('_', 'other')}:"):
                self.body(3)

    def context(self) -> None:
        with self.block(f"with context({self.number(1)}){self.pick('', ' as found')}:"):
            self.body(3)

    def check(self) -> None:
        self.line(self.pick(f"assert {self.condition()}", "del b; b = 5", "pass", "import os"))

    def define(self) -> None:
        name = f"f{len(self.functions)}"
        count = self.random.randint(0, 2)
        given = ["a", "b"][:count]
        parameters = [f"{one}={self.random.randint(1, 9)}" if self.chance(0.4) and at == count - 1 else one
                      for at, one in enumerate(given)]  # fmt: skip
        loops, self.loops, self.inside = self.loops, 0, True
        with self.block(f"def {name}({', '.join(parameters)}):"):
            shared = [one for one in (*NAMES, *LISTS, "conf") if one not in given]
            world = self.random.sample(shared, self.random.randint(0, 2))
            if world:
                self.line(f"global {', '.join(world)}")
            for one in shared:
                if one not in world:
                    first = "[2, 3]" if one in LISTS else "{}" if one == "conf" else self.random.randint(0, 9)
                    self.line(f"{one} = {first}")
            self.body()
            if self.chance(0.8):
                self.line(f"return {self.number()}")
            else:
                self.line("return 0")
        self.loops, self.inside = loops, False
        self.functions.append((name, count))


KEYS = ('"units"', '"deep"', '"wide"')


def program(random: Random, *, functions: bool = True) -> str:
    writer = Writer(random, functions=functions)
    for _ in range(random.randint(4, 9)):
        writer.statement()
    for name, count in writer.functions:  # what nothing calls is read after everything else
        writer.line(f"if {writer.unknown('flag')}: Dense({name}({', '.join('a' * count)}))")
    writer.probe()
    return HEAD + "\n".join(writer.lines) + "\n"


@dataclass
class Run:
    """What one run did: the width of each `Dense`, by line, and the names at its end, if it came there."""

    widths: list[tuple[int, object]] = field(default_factory=list)
    names: dict[str, object] | None = None


class _Endless(BaseException):
    pass


def executed(text: str, seed: int) -> Run:
    """Runs a program. Raises nothing that the program raises."""
    random = Random(seed)
    run = Run()
    lines = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal lines
        if frame.f_code.co_filename != "<program>":
            return None
        lines += 1
        if lines > MAX_LINES:
            raise _Endless
        return trace

    def dense(units: object) -> None:
        run.widths.append((sys._getframe(1).f_lineno, units))

    @contextmanager
    def context(value: object) -> Iterator[object]:
        yield value

    drawn: dict[int, float] = {}

    def draw(which: int | None) -> float:
        return random.random() if which is None else drawn.setdefault(which, random.random())

    def flag(which: int | None = None) -> bool:
        return draw(which) < 0.5

    def number(which: int | None = None) -> int:
        return int(draw(which) * 7)

    def risky() -> int:
        if random.random() < 0.5:
            raise random.choice([ValueError, KeyError, TypeError])
        return random.randint(0, 9)

    names: dict[str, Any] = {
        "Dense": dense, "flag": flag, "number": number, "risky": risky, "context": context,
    }  # fmt: skip
    code = compile(text.replace(*_IMPORTS), "<program>", "exec")
    sys.settrace(trace)
    try:
        exec(code, names)
        run.names = names
    except (Exception, SystemExit, _Endless):
        pass
    finally:
        sys.settrace(None)
    return run


_IMPORTS = ("\n".join(HEAD.split("\n")[:2]), "\n")
