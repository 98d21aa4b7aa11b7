"""Our `dataclass` is told from the standard one by its price alone."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
import subprocess
import sys
from typing import Any

import pytest

from lstm_lint.ir import records


def classes(given: Any) -> tuple[Any, Any, Any, Any]:
    dataclass, field = given.dataclass, given.field

    @dataclass(frozen=True, slots=True, order=True)
    class Point:
        x: int
        y: int = 0
        names: tuple[str, ...] = field(default=(), compare=False)

    @dataclass(frozen=True, slots=True)
    class Named(Point):
        name: str = "p"
        more: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    @dataclass
    class Open:
        items: list[int] = field(default_factory=list)

    @dataclass(frozen=True)
    class Loose(Point):
        items: list[int] = field(default_factory=list, compare=False)

    return Point, Named, Open, Loose


OURS, THEIRS = classes(records), classes(dataclasses)


def test_the_same_answers() -> None:
    for point, named, opened, loose in (OURS, THEIRS):
        assert repr(point(1, 2, ("a",))).endswith("Point(x=1, y=2, names=('a',))")
        assert point(1, 2, ("a",)) == point(1, y=2) and point(1) != point(2) and point(1) != 1
        assert point(1) != named(1) and named(1) == named(1, more={"a": 1})
        assert hash(point(1, 2, ("a",))) == hash(point(1, 2))
        assert (
            point(1) < point(1, 1) < point(2)
            and point(1) <= point(1)
            and sorted([point(2), point(1)])[0].x == 1
        )
        assert dataclasses.replace(named(1), name="q") == named(1, name="q")
        assert [one.name for one in dataclasses.fields(named)] == ["x", "y", "names", "name", "more"]
        assert [one.repr for one in dataclasses.fields(named(1))] == [True, True, True, True, False]
        assert dataclasses.asdict(named(1)) == {"x": 1, "y": 0, "names": (), "name": "p", "more": {}}
        assert dataclasses.is_dataclass(loose) and dataclasses.fields(loose)[3].default_factory is list
        assert not hasattr(point(1), "__dict__")
        assert opened().items == [] and opened([1]) == opened([1])
        assert loose(1, 2, items=[3]) == loose(1, y=2) and loose(1).items is not loose(1).items
        assert (loose(1, 2).x, loose(1, 2).y, vars(loose(1, items=[3]))) == (1, 2, {"items": [3]})
        assert opened().items is not opened().items
        for one, name in ((point(1), "x"), (loose(1), "items"), (loose(1), "y"), (loose(1), "other")):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(one, name, 2)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(one, name)
        with pytest.raises(TypeError):
            hash(opened())
        with pytest.raises(TypeError):
            assert point(1) < 2
        match named(1, 2):
            case point(x, y):
                assert (x, y) == (1, 2)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="the standard classes always refuse")
def test_the_guard_is_for_tests() -> None:
    program = (
        "from lstm_lint.findings import Span; from lstm_lint.ir import records\n"
        "span = Span(1, 2, 3, 4); span.line = 5; assert span.line == 5\n"
        "records.guard(); assert Span(1, 2, 3, 4).line == 1; span.line = 6"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "FrozenInstanceError: cannot assign to field 'line'" in ended.stderr, ended.stderr


def test_copies_and_pickles() -> None:
    from lstm_lint.findings import Edit, Fix, Span

    fix = Fix("mend it", "safe", (Edit(Span(1, 2, 3, 4), "x"),))
    assert copy.copy(fix) == copy.deepcopy(fix) == pickle.loads(pickle.dumps(fix)) == fix


def test_replace_and_fields_of_here() -> None:
    _, named, opened, _ = OURS
    assert records.replace(named(1, 2, ("a",)), name="q", y=3) == named(1, 3, ("a",), "q")
    assert [one.name for one in records.fields(named)] == ["x", "y", "names", "name", "more"]
    assert [one.type for one in records.fields(opened([]))] == ["list[int]"]
    with pytest.raises(TypeError):
        records.replace(named(1), units=2)


def test_what_is_wrong_is_said_at_the_first_object_as_at_the_second() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Sized:
        units: int

    for _ in range(2):
        with pytest.raises(TypeError, match="units"):
            Sized()  # type: ignore[call-arg]
    assert Sized(8).units == Sized(units=8).units == 8


def test_nothing_private_is_taken_from_the_standard_library() -> None:
    text = inspect.getsource(records)
    assert not re.search(r"\bdataclasses\._|_field_type|__dataclass_params__", text)
