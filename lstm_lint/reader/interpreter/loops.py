"""Loops: read pass by pass where it is known how many there are and they are few, else once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.branches import Jump
from lstm_lint.reader.abstract.control import Filling, Jumps, Signal
from lstm_lint.reader.abstract.join import integer, join
from lstm_lint.reader.abstract.record import TOO_DEEP
from lstm_lint.reader.abstract.values import Abstract, Changing, Items, Linear
from lstm_lint.reader.interpreter.branches import jump, land
from lstm_lint.reader.interpreter.building import builds
from lstm_lint.reader.interpreter.changes import forget_changes
from lstm_lint.reader.interpreter.elements import folded, length, trial_of
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, Unknown

MAX_UNROLLED = 40
MAX_PASSES = 400  # of nested loops that are read pass by pass: three loops over eight values are one too many
_MAX_LOOPS = 12  # in each other
_SHORT = 12  # loops up to this length are always read pass by pass
_ADDS = (cst.Add, cst.AddAssign)
_SUBTRACTS = (cst.Subtract, cst.SubtractAssign)


def read_for(machine: Machine, node: cst.For) -> Signal | None:
    if machine.control.loops >= _MAX_LOOPS:
        _too_deep(machine, node)
        return None
    iterable = machine.evaluate(node.iter)
    machine.settle(iterable)
    if not _has_end(iterable):
        machine.control.frames[-1].goes_on = True
    values = machine.elements(iterable, MAX_UNROLLED if builds(node, machine) else _SHORT)
    if values is None or not _few(machine, len(values)):
        starts = isinstance(iterable, Known) and isinstance(iterable.value, range) and len(iterable.value) > 0
        return _endless(machine, node, iterable, once=starts, counters=_counters(machine, node))
    return _unrolled(machine, node, values)


def read_while(machine: Machine, node: cst.While) -> Signal | None:
    if machine.control.loops >= _MAX_LOOPS:
        _too_deep(machine, node)
        return None
    counter = _counter(machine, node)
    test = machine.evaluate(node.test)
    machine.settle(test)
    truth = machine.truth(test)
    if truth is False:
        return machine.block(node.orelse.body) if node.orelse is not None else None
    if counter is not None and counter.passes is not None:
        most = MAX_UNROLLED if builds(node, machine) else _SHORT
        if counter.passes <= most and _few(machine, counter.passes):
            return _unrolled(machine, node, [None] * counter.passes)
    frame = machine.control.frames[-1]
    frame.goes_on = True
    left = syntax.leaves_by(node.body, machine.facts)
    if truth is True and not {cst.Break, cst.Return, cst.Raise} & set(left) and not machine.control.depth:
        frame.endless = True
    counters = [*([counter] if counter is not None else []), *_counters(machine, node)]
    return _endless(machine, node, None, once=truth is True, counters=counters)


def _has_end(iterable: Abstract) -> bool:
    """Whether a loop over it certainly ends: a range, a list, an array."""
    if isinstance(iterable, Data):
        return iterable.kind not in ("dataset", "generator")
    return isinstance(iterable, (Items, Linear)) or (
        isinstance(iterable, Known) and isinstance(iterable.value, (range, str, tuple))
    )


def _few(machine: Machine, passes: int) -> bool:
    return passes * machine.control.passes <= MAX_PASSES


class _Counter(NamedTuple):
    """A name that a loop counts up or down by the same step in each pass, and how many passes that makes."""

    name: str
    at: cst.CSTNode  # what counts it
    step: int
    passes: int | None = None
    last: int | None = None  # its value after the loop


def _counter(machine: Machine, node: cst.While) -> _Counter | None:
    """`while n < 4: ...; n += 1`, with one assignment of `n` that every pass comes to."""
    test = node.test
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
        return None
    counted = syntax.names_used(test)
    found = [one for one in _steady(machine, node) if one.name in counted]
    if len(found) != 1:
        return None
    name, at, step = found[0][:3]
    first = integer(machine.lookup(name))
    comparison = test.comparisons[0]
    bound = machine.evaluate(comparison.comparator)
    others = syntax.names_used(comparison.comparator)
    plain = (
        isinstance(test.left, cst.Name)
        and test.left.value == name
        and isinstance(comparison.comparator, (cst.Name, cst.Integer))
    )
    end = integer(bound)
    if first is None or end is None or not plain or others & syntax.assigned_in(node.body, machine.facts):
        return found[0]
    if others & machine.facts.shared(machine.source):
        return found[0]
    passes = _passes(type(comparison.operator), first, end, step)
    return _Counter(name, at, step, passes, first + step * passes if passes is not None else None)


def _counters(machine: Machine, node: cst.For | cst.While) -> list[_Counter]:
    """`start += 1` in a loop that counts nothing in its head, from a number that is known."""
    names = machine.control.scope.names
    counted = syntax.names_used(node.test if isinstance(node, cst.While) else node.target)
    found = [one for one in _steady(machine, node) if one.name in names and one.name not in counted]
    return [one for one in found if integer(names[one.name]) is not None]


def _steady(machine: Machine, node: cst.For | cst.While) -> Iterator[_Counter]:
    """The names that every pass changes once, by the same number."""
    steps = list(_increments(node.body))
    if not steps or cst.Continue in syntax.leaves_by(node.body, machine.facts):
        return
    fixed = [one for one in steps if _is_fixed(machine, node, one[2])]
    for at, name, amount, sign in fixed:
        step = integer(machine.evaluate(amount))
        shared = name in machine.facts.shared(machine.source)
        if step and not shared and syntax.assigned_times(node, name) == 1:
            yield _Counter(name, at, step * sign)


def _is_fixed(machine: Machine, node: cst.For | cst.While, amount: cst.BaseExpression) -> bool:
    """Whether an amount is the same in each pass, and asking for it before the loop does nothing else."""
    calls = any(isinstance(part, cst.Call) for part in syntax.everything(amount))
    return not calls and syntax.names_used(amount).isdisjoint(syntax.assigned_in(node, machine.facts))


def _increments(body: cst.BaseSuite) -> Iterator[tuple[cst.CSTNode, str, cst.BaseExpression, int]]:
    """Each `name += amount` that stands directly in a body, also as `name = name + amount`."""
    for part in syntax.statements(body):
        if isinstance(part, cst.AugAssign):
            target, amount = part.target, part.value
            operator: object = part.operator
        elif isinstance(part, cst.Assign) and len(part.targets) == 1:
            target, sum_ = part.targets[0].target, part.value
            if not isinstance(sum_, cst.BinaryOperation) or syntax.dotted(sum_.left) != syntax.dotted(target):
                continue
            amount, operator = sum_.right, sum_.operator
        else:
            continue
        if isinstance(target, cst.Name) and isinstance(operator, _ADDS):
            yield part, target.value, amount, 1
        elif isinstance(target, cst.Name) and isinstance(operator, _SUBTRACTS):
            yield part, target.value, amount, -1


def _passes(operator: type, first: int, end: int, step: int) -> int | None:
    """How often `first operator end` holds, `first` growing by `step`; None for loops without end."""
    if operator in (cst.LessThanEqual, cst.GreaterThanEqual):
        end += 1 if operator is cst.LessThanEqual else -1
    elif operator is cst.NotEqual:
        return (end - first) // step if (end - first) % step == 0 and (end - first) // step >= 0 else None
    elif operator not in (cst.LessThan, cst.GreaterThan):
        return None
    up = operator in (cst.LessThan, cst.LessThanEqual)
    if (first < end) is not up or first == end:
        return 0
    return -((first - end) // step) if (step > 0) is up else None


def _unrolled(
    machine: Machine, node: cst.For | cst.While, values: Sequence[Abstract | None]
) -> Signal | None:
    """Pass by pass."""
    control, names = machine.control, machine.control.scope.names
    around, control.passes = control.passes, control.passes * max(len(values), 1)
    control.around.append(node)
    control.before.append(len(machine.record.networks))
    depth, unsure = control.depth, control.unsure
    signal: Signal | None = None
    jumps: Jumps = []
    waiting = len(names.left)
    control.jumps.append(jumps)
    varying = syntax.assigned_in(node.body, machine.facts)
    if isinstance(node, cst.For):
        varying = varying.union(syntax.names_in(node.target))
    control.varying.append(varying)
    if outermost := not control.bodies:
        control.bodies.append(node)
    for value in values:
        if value is not None:
            machine.assign(node.target, value)  # type: ignore[union-attr]
        tried = trial_of(node.target, value) if value is not None and len(values) > 1 else {}  # type: ignore[union-attr]
        control.trials.append(tried)
        signal = _next_pass(machine, machine.block(node.body), jumps)
        control.trials.pop()
        control.unsure = unsure
        if not jumps:
            control.depth = depth
            names.forget(waiting)
        if signal is not None:
            break
    control.around.pop()
    control.before.pop()
    control.passes = around
    control.jumps.pop()
    control.varying.pop()
    if outermost:
        control.bodies.pop()
    control.depth = depth + any(kind == "return" for kind, _ in jumps)
    return _after(machine, node, signal, jumps, waiting)


def _next_pass(machine: Machine, signal: Signal | None, jumps: Jumps) -> Signal | None:
    """How a pass ends: None where another one may follow."""
    again = [one for one in jumps if one[0] == "continue"]
    ends = signal in ("break", "return", "raise")
    if ends and again:
        if signal != "raise":
            jumps.append((signal, Jump(machine.control.scope.names.leave(), {})))  # type: ignore[arg-type]
        signal = None
    land(machine, "continue", again, alone=ends)
    jumps[:] = [one for one in jumps if one[0] != "continue"]
    return None if signal == "continue" else signal


def _after(
    machine: Machine, node: cst.For | cst.While, signal: Signal | None, jumps: Jumps, waiting: int
) -> Signal | None:
    """What holds after a loop whose last pass ended so: its `else` where nothing broke it, and all that broke it."""
    control, names = machine.control, machine.control.scope.names
    breaks = any(kind == "break" for kind, _ in jumps)
    known = len(names.left)
    if signal is None and node.orelse is not None:
        control.depth += breaks
        signal = machine.block(node.orelse.body)
        control.depth -= breaks
        if signal in ("break", "continue", "return") and breaks:  # it leaves a loop around, or the function
            jump(machine, signal, {})
    elif signal == "break":
        signal = None
    if signal is None:
        land(machine, "break", jumps)
    elif breaks:
        land(machine, "break", jumps, alone=True)
        signal = None
    if len(names.left) == known:  # else the `else` left for a loop around
        names.forget(waiting)
    return signal


def _too_deep(machine: Machine, node: cst.For | cst.While) -> None:
    """A loop in more loops than any program has: what it does is not known."""
    names = machine.control.scope.names
    for name in sorted(syntax.assigned_in(node, machine.facts)):
        names[name] = Unknown("changes in a loop")
    forget_changes(machine, node)
    machine.record.passed.append((node.body, TOO_DEEP))
    if builds(node, machine):
        machine.record.doubt(TOO_DEEP)


def _endless(
    machine: Machine,
    node: cst.For | cst.While,
    iterable: Abstract | None,
    once: bool,
    counters: Sequence[_Counter] = (),
) -> Signal | None:
    """A loop of unknown length: one pass, with everything it changes forgotten before. `once`: it has a pass."""
    control, names = machine.control, machine.control.scope.names
    forever = isinstance(node, cst.While) and _is_true(node.test)
    assigned = sorted(syntax.assigned_in(node, machine.facts))
    before = {name: names[name] for name in assigned if name in names}
    grown = [
        value for name, value in before.items() if isinstance(value, Items) and _grows(node, name, value)
    ]
    for name, value in before.items():
        why = "changes in a loop"
        if any(value is one for one in grown):
            continue
        names[name] = Changing(why, value) if isinstance(value, Data) else Unknown(why)
    for name in control.scope.shared.intersection(assigned):
        machine.bind(name, Unknown("changes in a loop"))
    for counter in counters:
        names[counter.name] = Linear(counter.at, 0, counter.step)
    empty = forget_changes(machine, node)
    for one in grown:
        if not one.items and not one.open and not one.spoiled:
            empty.append(one)
        one.open = True
    waiting = len(names.left)
    control.around.append(node)
    control.before.append(len(machine.record.networks))
    control.endless += 1
    folds = len(control.folds)
    jumps: Jumps = []
    control.jumps.append(jumps)
    around = control.filling
    passes = length(iterable) if iterable is not None else None
    filling = control.filling = Filling(passes, control.depth + 1, empty, within=around)
    with machine.undecided():
        if isinstance(node, cst.For) and iterable is not None:
            element = machine.element(iterable, node.iter)
            older = len(machine.record.networks), len(machine.record.built)
            sides = list(folded(element))
            control.folds.extend((step, *older) for step in sides)
            if sides:
                _note_unused(machine, node)
            machine.assign(node.target, element)
        signal = _next_pass(machine, machine.block(node.body), jumps)
    del control.folds[folds:]
    control.jumps.pop()
    control.filling = around
    if signal is not None or jumps:  # not every pass comes to its end, or there are fewer
        for filled in filling.lists:
            filled.count, filled.each = None, filled.each and signal is None and _only_ends(jumps)
    control.endless -= 1
    control.around.pop()
    control.before.pop()
    if signal == "break":
        jumps.append(("break", Jump(names.leave(), {})))
    control.depth += any(kind == "return" for kind, _ in jumps) or signal == "return"
    if forever:
        signal = signal or "return"
    elif not once:
        for name, value in before.items():
            alive = signal is None and name in names
            names[name] = join(value, names[name]) if alive else value
        signal = None
    elif signal == "break":
        signal = "return"
    for counter in counters:
        if counter.last is not None and signal is None and not jumps:
            names[counter.name] = Known(counter.last, "computed")
    return _after(machine, node, signal, jumps, waiting)


def _grows(node: cst.For | cst.While, name: str, value: Items) -> bool:
    """Whether a loop does nothing with the name of a list but `rows += [row]`, which is `extend`."""
    if not value.mutable or value.unordered:
        return False
    added = sum(
        isinstance(one, cst.AugAssign)
        and isinstance(one.operator, cst.AddAssign)
        and isinstance(one.target, cst.Name)
        and one.target.value == name
        for one in syntax.everything(node.body)
    )
    return added > 0 and syntax.assigned_times(node, name) == added


def _note_unused(machine: Machine, node: cst.For) -> None:
    """Write down `for train, test in folds.split(x)` whose body trains, and reads the rows of `test` alone."""
    names = syntax.names_in(node.target)
    used = syntax.names_used(node.body)
    if len(names) < 2 or names[-2].startswith("_") or names[-2] in used or names[-1] not in used:
        return
    if any(_is_fit(one) for one in syntax.own_nodes(node.body)):
        machine.record.slip(node.target, "fold-unused", *names[-2:])


def _is_fit(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "fit"
    )


def _only_ends(jumps: Jumps) -> bool:
    """Whether passes are cut short only by what ends the loop: up to there each of them appends."""
    return all(kind in ("break", "return") for kind, _ in jumps)


def _is_true(test: cst.BaseExpression) -> bool:
    if isinstance(test, cst.Integer):
        return test.evaluated_value == 1
    return isinstance(test, cst.Name) and test.value == "True"
