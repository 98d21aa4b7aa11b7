"""Where paths part and meet again: `if`, `match`, `try`. Each arm is read, and what holds after all of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import islice

from lstm_lint import nodes as cst
from lstm_lint.ir.records import dataclass
from lstm_lint.reader.abstract.branches import Changes, Jump, left_as, left_by, several
from lstm_lint.reader.abstract.control import Jumps, Signal
from lstm_lint.reader.abstract.join import distinct, join
from lstm_lint.reader.abstract.values import Abstract, Items, Linear, Table
from lstm_lint.reader.interpreter.building import builds
from lstm_lint.reader.interpreter.changes import changed_by
from lstm_lint.reader.interpreter.machine import MAX_PATHS, Machine
from lstm_lint.reader.interpreter.narrowing import narrow
from lstm_lint.reader.interpreter.patterns import Captured, matches
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, OneOf, Swept, Unknown

_MAX_LOOKED_AT = 3  # elements of a list, and lists in lists
_MAX_JUMPS = 32  # of one kind that are told apart
# The last keeps most of the program running.
_GOES_ON: tuple[Signal | None, ...] = ("raise", "return", "break", "continue")


@dataclass(slots=True)
class _Arm:
    """One way that was read: how it ended, what it changed, whether a part of it may be jumped past."""

    signal: Signal | None
    changes: Changes[Abstract]
    jumped: bool


class _Arms:
    """The ways that a statement may go, read one after the other from the same state."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.depth = machine.control.depth
        self.read: list[_Arm] = []
        self._apart = False  # what is read now is already one of several ways

    def __bool__(self) -> bool:
        return self._apart

    def add(self, body: Callable[[], Signal | None]) -> None:
        """A way that may be taken; what comes next is read as if it was not."""
        names = self.machine.control.scope.names
        names.branch()
        arm = self._run(body)
        if self._apart:
            arm.changes = {**names.since(), **arm.changes}
        else:
            self._apart = True
            names.branch()
        self.read.append(arm)

    def end(self, body: Callable[[], Signal | None]) -> Signal | None:
        """The way that is left where no other one is taken; how all of them end."""
        if not self._apart:
            return body()
        self.read.append(self._run(body))
        return _meet(self.machine, self.depth, self.read)

    def drop(self) -> None:
        """None of the ways that were read leads on."""
        if self._apart:
            self.machine.control.scope.names.take_back()
            self.machine.control.depth = self.depth
            self.read, self._apart = [], False

    def _run(self, body: Callable[[], Signal | None]) -> _Arm:
        control, names = self.machine.control, self.machine.control.scope.names
        control.depth = self.depth + 1
        signal = body()
        return _Arm(signal, names.take_back(), control.depth > self.depth + 1)


def read_if(machine: Machine, node: cst.If) -> Signal | None:
    """An `if` with all its `elif`s, one after the other: a ladder may be longer than any stack is deep."""
    control = machine.control
    arms = _Arms(machine)
    guards = unsure = 0
    rest: cst.If | cst.Else | None = node
    try:
        while isinstance(rest, cst.If):
            guard = syntax.asks_version(rest.test)
            control.guards += guard
            guards += guard
            truth = _decide(machine, rest)
            if truth:
                break
            if truth is None:
                differs = _differs(machine, rest.test)
                control.unsure += differs
                unsure += differs
                arms.add(partial(_taken, machine, rest))
                narrow(machine, rest.test, False)
            rest = rest.orelse
        return arms.end(lambda: machine.block(rest.body) if rest is not None else None)
    finally:
        control.guards -= guards
        if not any(arm.signal in ("break", "continue", "return") or arm.jumped for arm in arms.read):
            control.unsure -= unsure  # else what follows in this pass is not certain either, see `loops.py`


def _taken(machine: Machine, node: cst.If) -> Signal | None:
    narrow(machine, node.test, True)
    return machine.block(node.body)


def _decide(machine: Machine, node: cst.If) -> bool | None:
    """Whether a test holds on this path; None where both arms are read."""
    value = machine.evaluate(node.test)
    truth = machine.truth(value)
    if truth is None and isinstance(value, Swept) and builds(node, machine):
        machine.settle(value)
    if truth is None and _decides_a_model(machine, node, node.test):
        truth = _fork(machine, machine.text(node.test))
    if truth is not None:
        _pass(machine, node.orelse if truth else node.body)
    return truth


def _differs(machine: Machine, test: cst.BaseExpression) -> bool:
    """Whether a test asks for what differs between the passes of a loop around it."""
    names = syntax.names_used(test) if machine.control.varying else ()
    return any(not differing.isdisjoint(names) for differing in machine.control.varying)


def _pass(machine: Machine, body: cst.CSTNode | None) -> None:
    if body is not None:
        machine.record.passed.append((body, "the script sets its condition so that it is never run"))


def _fork(machine: Machine, condition: str) -> bool | None:
    """Which way this path goes at an undecided condition; the same condition goes the same way throughout."""
    if condition not in machine.choices.taken:
        if machine.choices.ways > MAX_PATHS // 2:
            return None
        machine.choices.taken[condition] = True
    machine.choices.meet(condition, machine.control.home)
    return machine.choices.taken[condition] is True


def _decides_a_model(machine: Machine, node: cst.CSTNode, *asked: cst.CSTNode) -> bool:
    """Whether it decides which layers a model has, by what it does or by jumping past what does."""
    control = machine.control
    if control.endless or control.importing:
        return False
    bodies, varying = control.bodies, control.varying
    jumps = bool(bodies) and syntax.jumps(node, machine.facts) and builds(bodies[-1], machine)
    if not jumps and not builds(node, machine):
        return False
    if not varying:
        return True
    names = set().union(*map(syntax.names_used, asked))
    return all(differing.isdisjoint(names) for differing in varying)


def read_match(machine: Machine, node: cst.Match) -> Signal | None:
    """Each case is an alternative; what is known of the subject decides."""
    subject = machine.evaluate(node.subject)
    if isinstance(subject, Swept) and builds(node, machine):
        machine.settle(subject)
    arms = _Arms(machine)
    for case in node.cases:
        found: Captured = {}
        fits = matches(machine, case.pattern, subject, found)
        if fits is None and _decides_a_model(machine, case.body, node.subject, case.pattern):
            condition = f"{machine.text(node.subject)} is {machine.text(case.pattern)}"
            fits = _fork(machine, condition)
        if fits is False:
            _pass(machine, case.body)
            continue
        if fits and case.guard is None:
            return arms.end(partial(_case, machine, case, found))
        if fits:  # what a pattern captures stays, whatever its guard says
            _bind(machine, found)
        truth = None if fits is None else machine.truth(machine.evaluate(case.guard))  # type: ignore[arg-type]
        if truth:
            return arms.end(partial(_case, machine, case, {}))
        if truth is None:
            arms.add(partial(_case, machine, case, found))
            if case.guard is not None:
                _may_bind(machine, found)
    return arms.end(lambda: None)


def _case(machine: Machine, case: cst.MatchCase, found: Captured) -> Signal | None:
    _bind(machine, found)
    if case.guard is not None:
        narrow(machine, case.guard, True)
    return machine.block(case.body)


def _bind(machine: Machine, found: Captured) -> None:
    for name, value in found.items():
        machine.bind(name, value)


def _may_bind(machine: Machine, found: Captured) -> None:
    names = machine.control.scope.names
    for name, value in found.items():
        machine.bind(name, join(names[name], value) if name in names else value)


def read_try(machine: Machine, node: cst.Try | cst.TryStar) -> Signal | None:
    """An exception may come at any place of the body: each handler finds what was assigned before it, or was not."""
    names = machine.control.scope.names
    if node.finalbody is None:
        return _handled(machine, node)
    names.attempt()
    held, again = changed_by(machine, node.body), changed_by(machine, node.finalbody.body)
    signal = _handled(machine, node)
    held.may_be_undone()
    last = _finally(machine, node.finalbody, names.attempted(distinct))
    held.is_done(but=again)
    return last or signal


def _handled(machine: Machine, node: cst.Try | cst.TryStar) -> Signal | None:
    control, names = machine.control, machine.control.scope.names
    arms = _Arms(machine)
    held = changed_by(machine, node.body)
    control.guards += 1
    names.branch()
    names.attempt()
    signal = machine.block(node.body)
    seen, jumped = names.attempted(distinct), control.depth > arms.depth
    done = names.take_back()
    entry = _joined(names, seen)
    held.may_be_undone()
    for handler in node.handlers:
        arms.add(partial(_handler, machine, handler, entry))
    control.guards -= 1
    if all(arm.signal == "raise" for arm in arms.read):
        held.is_done()
        arms.drop()
    result = arms.end(lambda: _succeeded(machine, done, signal, node.orelse))
    if arms and signal is None:
        _as_meant(machine, done)
    control.depth = max(control.depth, arms.depth + jumped)
    return result


def _handler(
    machine: Machine, node: cst.ExceptHandler | cst.ExceptStarHandler, entry: Changes[Abstract]
) -> Signal | None:
    names = machine.control.scope.names
    names.apply(entry)
    name = node.name.name if node.name is not None else None
    if isinstance(name, cst.Name):
        machine.bind(name.value, Unknown("an exception"))
    frame = machine.control.frames[-1]
    returned = len(frame.returns)
    signal = machine.block(node.body)
    frame.given_up += [value for value in frame.returns[returned:] if _holds_nothing(value)]
    if isinstance(name, cst.Name):
        names.drop(name.value)
    return signal


def _holds_nothing(value: Abstract) -> bool:
    """`None, None`: callers that unpack it can do no more than stop."""
    if not isinstance(value, Items) or value.mutable or value.open or not value.items:
        return False
    return all(isinstance(item, Known) and item.value is None for item in value.items)


def _succeeded(
    machine: Machine, done: Changes[Abstract], signal: Signal | None, orelse: cst.Else | None
) -> Signal | None:
    """The way without an exception."""
    machine.control.scope.names.apply(done)
    if signal is None and orelse is not None:
        signal = machine.block(orelse.body)
    return signal


def _as_meant(machine: Machine, done: Changes[Abstract]) -> None:
    """What the body imports, builds or reads is what the program means: a handler makes do without it."""
    names = machine.control.scope.names
    for name, value in done.items():
        if value is None or name not in names or names[name] is value:
            continue
        if not _is_plain(value, _MAX_LOOKED_AT):
            names[name] = value


def _is_plain(value: Abstract, most: int) -> bool:
    """Whether a value is made of constants alone."""
    if isinstance(value, (Items, Table)) and most > 0:
        inner = value.items if isinstance(value, Items) else value.entries.values()
        return all(_is_plain(item, most - 1) for item in islice(inner, _MAX_LOOKED_AT))
    return isinstance(value, (Known, OneOf, Unknown, Linear, Items, Table))


def _finally(machine: Machine, node: cst.Finally, seen: dict[str, list[Abstract]]) -> Signal | None:
    """It runs on every way out, after an exception and after a jump too: names may have any value that they had."""
    names = machine.control.scope.names
    names.branch()
    names.apply(_joined(names, seen))
    names.branch()
    signal = machine.block(node.body)
    own = names.take_back()
    names.take_back()
    names.apply(own)
    return signal


def _joined(names: Mapping[str, Abstract], seen: Mapping[str, Sequence[Abstract]]) -> dict[str, Abstract]:
    """What names may be, each as it is or as one of the values that it had."""
    found: dict[str, Abstract] = {}
    for name, values in seen.items():
        value = names[name] if name in names else values[0]
        for other in values:
            if other is not value:
                value = join(value, other)
        found[name] = value
    return found


def _backwards(values: Sequence[Abstract]) -> Abstract:
    *others, found = values
    for value in reversed(others):
        found = join(value, found)
    return found


def _any_of(values: Collection[Abstract]) -> Abstract:
    first, *rest = values
    for value in rest:
        first = join(first, value)
    return first


def _meet(machine: Machine, depth: int, arms: list[_Arm]) -> Signal | None:
    """What holds after these ways, and how all of it ends."""
    control, names = machine.control, machine.control.scope.names
    control.depth = depth
    going_on = [arm for arm in arms if arm.signal is None]
    if not going_on:
        going_on = [max(reversed(arms), key=lambda arm: _GOES_ON.index(arm.signal))]
    for arm in reversed(arms):
        if arm.signal is not None and arm is not going_on[0]:
            jump(machine, arm.signal, arm.changes)
    control.depth = depth + (control.depth > depth or any(arm.jumped for arm in arms))
    if len(going_on) == 1:
        names.apply(going_on[0].changes)
        return going_on[0].signal
    after: dict[str, Abstract | None] = {}
    for name, values in several([arm.changes for arm in going_on], names):
        after[name] = _backwards(values) if values else None
    names.apply(after)
    return None


def jump(machine: Machine, signal: Signal, changes: Changes[Abstract]) -> None:
    """What follows in this loop or function happens on one path only, until its end lowers the depth again."""
    if signal == "raise":
        return
    control = machine.control
    control.depth += 1
    if control.jumps:
        control.jumps[-1].append((signal, Jump(control.scope.names.leave(), changes)))


def land(machine: Machine, signal: Signal, jumps: Jumps, alone: bool = False) -> None:
    """Where the jumps of this kind end: names are as they were left there, or as they are here.

    `alone`: nothing else leads here.
    """
    names = machine.control.scope.names
    ending = [jump for kind, jump in jumps if kind == signal]
    if alone and len(ending) <= _MAX_JUMPS:
        states = [left_as(names, jump) for jump in ending]
        changed = dict.fromkeys(name for state in states for name in state)
        found = {name: [state.get(name, names.get(name)) for state in states] for name in changed}
        for name, values in found.items():
            held = [value for value in values if value is not None]
            if held:
                names[name] = _any_of(held)
            else:
                names.drop(name)
        return
    for name, values in left_by(names, ending).items():
        for value in values:
            if value is not None:
                names[name] = join(names[name], value) if name in names else value
