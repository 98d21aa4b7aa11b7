"""The names of a scope where paths part and meet: what a branch changes, what a jump leaves behind.

A branch costs what it changes, not what the scope holds: a file may have as many branches as names.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from lstm_lint.ir.records import dataclass

Value = TypeVar("Value")
Changes = Mapping[str, Value | None]  # names with their values; None: it has none any more
Old = dict[str, Value | None]  # names with what they were before they changed first


class Names(dict[str, Value]):
    """Names with their values. Every change is noted in what `branch` and `leave` opened last."""

    __slots__ = ("_attempts", "_branches", "left")

    def __init__(self, names: Mapping[str, Value] | None = None) -> None:
        super().__init__(names or ())
        self._branches: list[Old[Value]] = []
        self._attempts: list[dict[str, list[Value]]] = []  # all values of names, for each `try` around
        self.left: list[Old[Value]] = []  # for each jump, what changed after it and before the next one

    def __setitem__(self, name: str, value: Value) -> None:
        if self._branches and name not in self._branches[-1]:
            self._branches[-1][name] = self.get(name)
        if self.left and name not in self.left[-1]:
            self.left[-1][name] = self.get(name)
        if self._attempts:
            self._attempts[-1].setdefault(name, []).append(value)
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if self._branches:
            self._branches[-1].setdefault(name, self[name])
        if self.left:
            self.left[-1].setdefault(name, self[name])
        super().__delitem__(name)

    def drop(self, name: str) -> None:
        """Takes a name away, if it is there."""
        if name in self:
            del self[name]

    def _set(self, changes: Changes[Value], noted: Old[Value] | None = None) -> None:
        """Many names at once, as blocks in blocks hand them on; `noted`: where what they were before is kept too.

        No function is called for each of them: a name that is set in 40 blocks comes by here 160 times.
        """
        for old in (noted, self.left[-1] if self.left else None):
            if old is not None:
                new = [name for name in changes if name not in old]
                new = [name for name in new if name in self or changes[name] is not None]
                old.update(zip(new, map(self.get, new)))
        seen = self._attempts[-1] if self._attempts else None
        for name, value in changes.items():
            if value is None:
                self.pop(name, None)
            elif seen is not None:
                if name not in seen:
                    seen[name] = [value]
                elif seen[name][-1] is not value:
                    seen[name].append(value)
        self.update({name: value for name, value in changes.items() if value is not None})

    def branch(self) -> None:
        """What changes from here on can be taken back."""
        self._branches.append({})

    def take_back(self) -> Changes[Value]:
        """Ends the last branch: everything is as before it; what it had changed."""
        old = self._branches.pop()
        changes = dict(zip(old, map(self.get, old)))
        self._set(old)
        return changes

    def since(self) -> Changes[Value]:
        """What changed since the last branch was opened."""
        return dict(zip(self._branches[-1], map(self.get, self._branches[-1])))

    def attempt(self) -> None:
        """From here on each value of a name is noted: what follows may end at any place."""
        self._attempts.append({})

    def attempted(self, distinct: Callable[[Sequence[Value]], list[Value]]) -> dict[str, list[Value]]:
        """Ends the last attempt: the values that names had in it, one after the other, as far as they are distinct."""
        seen = self._attempts.pop()
        for name, values in seen.items():
            if len(values) > 1:
                seen[name] = distinct(values)
        if self._attempts:
            around = self._attempts[-1]
            for name, values in seen.items():
                if name in around:
                    around[name] += values
                else:
                    around[name] = [*values]
        return seen

    def keep(self) -> Changes[Value]:
        """Ends the last branch, and keeps what it changed; what that was before."""
        old = self._branches.pop()
        if self._branches:
            for name, value in old.items():
                self._branches[-1].setdefault(name, value)
        return old

    def apply(self, changes: Changes[Value]) -> None:
        self._set(changes, self._branches[-1] if self._branches else None)

    def leave(self) -> int:
        """A jump: the number under which what changes from here on is noted."""
        self.left.append({})
        return len(self.left) - 1

    def forget(self, first: int) -> None:
        """No jump with this number or a higher one is waiting any more."""
        for old in self.left[first:]:
            if first:
                for name, value in old.items():
                    self.left[first - 1].setdefault(name, value)
        del self.left[first:]


@dataclass(frozen=True, eq=False, slots=True)
class Jump(Generic[Value]):
    """A jump on some paths only, `if x: continue`: the names that it leaves are those of then with these changes."""

    number: int
    changes: Changes[Value]


def left_as(names: Names[Value], jump: Jump[Value]) -> dict[str, Value | None]:
    """The names that differ where this jump left from what they are now, as they were there."""
    found: dict[str, Value | None] = {}
    for old in names.left[jump.number :]:
        for name, value in old.items():
            found.setdefault(name, value)
    found.update(jump.changes)
    return found


def left_by(names: Names[Value], jumps: Sequence[Jump[Value]]) -> dict[str, list[Value | None]]:
    """The other values that names may have where these jumps end, as far as they differ from those of now."""
    numbers = [jump.number for jump in jumps]
    own: dict[str, list[int]] = {}  # the jumps that changed a name themselves
    found: dict[str, list[Value | None]] = {}
    for jump in jumps:
        for name, value in jump.changes.items():
            own.setdefault(name, []).append(jump.number)
            found.setdefault(name, []).append(value)
    since: dict[str, int] = {}
    for at in range(numbers[0] if numbers else len(names.left), len(names.left)):
        for name, value in names.left[at].items():  # what it was when the jumps up to `at` left
            first = since.get(name, 0)
            since[name] = at + 1
            count = bisect_right(numbers, at) - bisect_left(numbers, first)
            changed = own.get(name, [])
            if count > bisect_right(changed, at) - bisect_left(changed, first):
                found.setdefault(name, []).append(value)
    return found


def several(arms: Sequence[Changes[Value]], names: Mapping[str, Value]) -> Iterable[tuple[str, list[Value]]]:
    """Each name that these arms change, with the values that it has after them, in order; the same one once."""
    held: dict[str, list[int]] = {}
    for at, changes in enumerate(arms):
        for name in changes:
            if name in held:
                held[name].append(at)
            else:
                held[name] = [at]
    for name, where in held.items():
        first = arms[where[0]][name]
        for at in where:
            if arms[at][name] is not first:
                break
        else:
            if len(where) == len(arms) or name not in names or names[name] is first:
                yield name, [first] if first is not None else []
                continue
        values = [arms[at][name] for at in where]
        if len(where) < len(arms):
            untouched = next((at for at, arm in enumerate(where) if at != arm), len(where))
            values.insert(untouched, names.get(name))
        yield name, [value for value in values if value is not None]
