"""How findings are made of problems: which rules speak, what is dropped, which fixes can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lstm_lint import checks
from lstm_lint import lint as linting
from lstm_lint.checks import Check
from lstm_lint.findings import Edit, Finding, Fix, Problem, Severity, Span
from lstm_lint.keras_api.versions import KerasTarget, parse_target
from lstm_lint.lint import imports, lint, lint_unreadable, target_of
from lstm_lint.rulebook import rulebook
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.script import Configured, Place, Script
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import Source, SourceError, from_bytes

TEXT = "import keras\nfirst = LSTM(relu)\nsecond = LSTM(relu)\n"
CALL, VALUE, OTHER = Span(2, 9, 2, 19), Span(2, 14, 2, 18), Span(3, 15, 3, 19)
FIX = Fix("write `tanh`", "safe", (Edit(VALUE, "tanh"),))

Given = Callable[..., tuple[Finding, ...]]


class Written:
    """Stands in for a syntax node whose place is known."""

    def span(self, node: object) -> Span:
        assert isinstance(node, Span)
        return node

    def text(self, span: Span) -> str:
        return ""


def rule(code: str, keras: str = ">=2", default: bool = True, **options: Any) -> Rule:
    name = f"rule-{code.lower()}"
    return Rule(
        code, name, Severity.WARNING, "gates", default, "safe", keras, "none", "0.1", options, Path(name)
    )


def source(text: str = TEXT) -> Source:
    return from_bytes(text.encode(), "train.py")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Lints with rules, checks and a reading made for the test."""

    def run(
        pages: dict[Rule, Callable[..., Any]],
        *,
        text: str = TEXT,
        target: str | KerasTarget = "3",
        last: tuple[str, ...] = (),
        readings: int = 1,
        settings: Settings | None = None,
    ) -> tuple[Finding, ...]:
        by_name = {
            page.name: Check(page.name, function, page.code in last) for page, function in pages.items()
        }
        call = Configured("LSTM", Place(CALL, Written()), {}, readings=readings)
        monkeypatch.setattr(rulebook, "rules", lambda: tuple(pages))
        monkeypatch.setattr(checks, "load", by_name.__getitem__)
        monkeypatch.setattr(linting, "read", lambda s, t, *more, **how: Script(s.path, t, loose=(call,)))
        aim = parse_target(target) if isinstance(target, str) else target
        return lint(source(text), settings or Settings(), target=aim)

    # a rule is a key here
    monkeypatch.setattr(Rule, "__hash__", lambda self: hash(self.code))
    return run


def saying(*problems: Problem) -> Callable[[Script], Iterator[Problem]]:
    return lambda script: iter(problems)


def test_problem_becomes_a_finding_of_its_rule(given: Given) -> None:
    problem = Problem("the message", VALUE, fix=FIX, model="model", layer="lstm")
    (found,) = given({rule("LL203"): saying(problem)})
    assert (found.code, found.name, found.severity, found.path) == (
        "LL203",
        "rule-ll203",
        Severity.WARNING,
        "train.py",
    )
    assert (found.line, found.column, found.end_line, found.end_column, found.file_line) == (2, 14, 2, 18, 2)
    assert (found.cell, found.model, found.layer, found.fix) == (None, "model", "lstm", FIX)


def test_findings_come_by_line_column_and_code(given: Given) -> None:
    pages = {
        rule("LL203"): saying(Problem("c", OTHER), Problem("a", VALUE)),
        rule("LL201"): saying(Problem("b", OTHER)),
    }
    assert [(f.span, f.code) for f in given(pages)] == [(VALUE, "LL203"), (OTHER, "LL201"), (OTHER, "LL203")]


def test_of_duplicates_the_more_severe_stays_then_the_first(given: Given) -> None:
    mild, bad = (Problem(s.value, VALUE, s) for s in (Severity.ADVICE, Severity.ERROR))
    for said in ((mild, bad), (bad, mild), (bad, Problem("later", VALUE, Severity.ERROR))):
        assert [f.message for f in given({rule("LL203"): saying(*said)})] == ["error"]
    assert len(given({rule("LL203"): saying(mild), rule("LL204"): saying(mild)})) == 2


def test_rule_speaks_only_where_it_holds_for_every_targeted_version(given: Given) -> None:
    pages = {rule("LL203", keras=">=3"): saying(Problem("message", VALUE))}
    assert len(given(pages, target="3")) == 1
    assert given(pages, target="2") == ()
    assert given(pages, target=KerasTarget((2, 0), (3, 99))) == ()


def test_rule_that_is_off_is_not_run(given: Given) -> None:
    off = rule("LL203", default=False)
    assert given({off: lambda script: pytest.fail("was run")}) == ()


def test_options_reach_the_check(given: Given) -> None:
    def check(script: Script, *, timesteps: int) -> Iterator[Problem]:
        yield Problem(f"over {timesteps}", VALUE)

    pages = {rule("LL203", timesteps=100): check}
    assert given(pages)[0].message == "over 100"
    assert given(pages, settings=Settings(rule_options={"LL203": {"timesteps": 7}}))[0].message == "over 7"


@pytest.mark.parametrize(
    ("problems", "readings", "kept"), [(1, 1, True), (1, 2, False), (2, 2, True), (2, 3, False)]
)
def test_fix_of_a_call_read_several_times_needs_every_reading(
    given: Given, problems: int, readings: int, kept: bool
) -> None:
    said = saying(*[Problem("message", VALUE, fix=FIX)] * problems)
    (found,) = given({rule("LL203"): said}, readings=readings)
    assert (found.fix is not None) is kept


def test_fix_elsewhere_is_not_concerned(given: Given) -> None:
    elsewhere = Fix("write `tanh`", "safe", (Edit(OTHER, "tanh"),))
    (found,) = given({rule("LL203"): saying(Problem("message", OTHER, fix=elsewhere))}, readings=2)
    assert found.fix == elsewhere


def test_what_is_said_last_knows_which_suppressions_were_used(given: Given) -> None:
    text = TEXT.replace("(relu)\nsecond", "(relu)  # noqa: LL203\nsecond") + "third = 3  # noqa: LL203\n"
    unused = [
        Problem("unused", Span(4, 1, 4, 2)),
    ]

    def last(script: Script) -> Iterator[Problem]:
        assert [one.span.line for one in script.unused_suppressions] == [4]
        yield from unused

    pages = {rule("LL203"): saying(Problem("message", VALUE)), rule("LL002"): last}
    assert [f.code for f in given(pages, text=text, last=("LL002",))] == ["LL002"]


@pytest.mark.parametrize(
    ("comment", "found"), [("lstm-lint: ignore", 1), ("noqa: LL0", 1), ("noqa: LL002", 0)]
)
def test_finding_about_a_comment_is_silenced_by_name_only(given: Given, comment: str, found: int) -> None:
    text = TEXT.replace("first = LSTM(relu)", f"first = LSTM(relu)  # {comment}")
    pages = {rule("LL002"): saying(Problem("unused", VALUE))}
    assert len(given(pages, text=text, last=("LL002",))) == found


def test_what_another_rule_explains_is_a_note_of_its_finding(given: Given) -> None:
    speaks = replace(rule("LL203"), explains="LL211 LL501")
    pages = {speaks: saying(Problem("grows", VALUE)), rule("LL211"): saying(Problem("is slow", CALL))}
    (found,) = given(pages)
    assert (found.code, found.message, found.notes) == ("LL203", "grows", ("LL211: is slow",))
    assert found.told == "grows; also LL211: is slow"


def test_elsewhere_or_unexplained_it_is_a_finding_of_its_own(given: Given) -> None:
    speaks = replace(rule("LL203"), explains="LL211")
    there = {speaks: saying(Problem("grows", VALUE)), rule("LL211"): saying(Problem("is slow", OTHER))}
    other = {speaks: saying(Problem("grows", VALUE)), rule("LL212"): saying(Problem("is slow", VALUE))}
    for pages in (there, other):
        assert [(found.notes, len(found.code)) for found in given(pages)] == [((), 5), ((), 5)]


def test_a_silenced_finding_explains_nothing(given: Given) -> None:
    speaks = replace(rule("LL203"), explains="LL211")
    pages = {speaks: saying(Problem("grows", VALUE)), rule("LL211"): saying(Problem("is slow", VALUE))}
    for comment, codes in (("LL203", ["LL211"]), ("LL211", ["LL203"]), ("LL203,LL211", [])):
        text = TEXT.replace("first = LSTM(relu)", f"first = LSTM(relu)  # noqa: {comment}")
        assert [(found.code, found.notes) for found in given(pages, text=text)] == [
            (code, ()) for code in codes
        ]


RELU = """
import keras

model = keras.Sequential(
    [keras.Input((120, 4)), keras.layers.LSTM(32, activation="relu"), keras.layers.Dense(1)]
)
model.compile(keras.optimizers.Adam(lr=0.5), "mse")
"""


def test_one_finding_for_relu_and_one_for_a_high_rate_by_a_removed_argument() -> None:
    settings = Settings((Selection("the test", ("LL2", "LL501", "LL508")),), "strict", keras="3")
    found = lint(source(RELU), settings)
    assert [(one.code, one.severity.value, [note[:5] for note in one.notes]) for one in found] == [
        ("LL203", "warning", ["LL211"]),
        ("LL508", "error", ["LL501"]),
    ]
    late = lint(source(RELU), Settings((Selection("the test", ("LL211", "LL501")),), "strict", keras="3"))
    assert [one.code for one in late] == ["LL211", "LL501"]


@pytest.mark.parametrize(
    ("size", "applicability"), [("count", "unsafe"), ("count - 2 + 1", "unsafe"), ("words", "safe")]
)
def test_count_that_a_function_is_handed_is_not_mended_safely(size: str, applicability: str) -> None:
    text = f"""\
import keras
from keras.src.legacy.preprocessing.text import Tokenizer

tokenizer = Tokenizer()
tokenizer.fit_on_texts(["one two", "three"])
words = len(tokenizer.word_index)


def build(count):
    model = keras.Sequential([keras.layers.Embedding({size}, 8), keras.layers.LSTM(4), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


model = build(words)
model.fit(keras.utils.pad_sequences(tokenizer.texts_to_sequences(["one two", "three"])), [0, 1])
"""
    found = lint(source(text), Settings((Selection("the test", ("LL305",)),), keras="3"))
    assert [one.fix.applicability for one in found if one.fix] == [applicability]


def test_imports_shown_by_a_text() -> None:
    text = """
import keras
import numpy as np, tensorflow.keras.layers as L
from keras.layers import LSTM, Dense as D  # and more
from keras.layers.recurrent import (
    GRU,  # gated
    SimpleRNN,
)
def late():
    from tensorflow.python.keras import backend
from keras.models import *
"""
    assert set(imports(text)) == {
        *("keras", "numpy", "tensorflow.keras.layers"),
        *("keras.layers", "keras.layers.LSTM", "keras.layers.Dense"),
        *("keras.layers.recurrent", "keras.layers.recurrent.GRU", "keras.layers.recurrent.SimpleRNN"),
        *("tensorflow.python.keras", "tensorflow.python.keras.backend"),
        *("keras.models", "keras.models.*"),
    }


def test_target_is_set_or_detected(tmp_path: Path) -> None:
    folder = tmp_path / "pinned"
    folder.mkdir()
    (folder / "requirements.txt").write_text("tensorflow==2.12\n", encoding="utf-8")
    script = from_bytes(b"import tensorflow.keras\n", str(folder / "train.py"))
    assert target_of(script, Settings()).matches("==2.12")
    assert target_of(script, Settings(keras="3.5")).matches("==3.5")
    old = from_bytes(b"from keras.layers.recurrent import LSTM\n", str(tmp_path / "old.py"))
    assert target_of(old, Settings()).below(3)


def test_file_that_is_no_text_is_a_finding() -> None:
    (found,) = lint_unreadable("a.py", SourceError("not valid utf-8", 7), Settings())
    assert (found.code, found.line, found.file_line) == ("LL001", 7, 7) and "not valid utf-8" in found.message


BUILDS = """
from keras import Input, Sequential, layers

def build(classes=1, deep=False, shape=(10,)):
    model = Sequential([Input(shape), layers.LSTM(8, return_sequences=deep), layers.LSTM(4)])
    model.add(layers.Dense(classes, activation="softmax"))
    model.compile("adam", "mse")
    return model
"""
DERIVES = """
from keras import Input, Sequential, layers

class Base:
    units = 1

    def __init__(self, features=3):
        self.features = features

    def build(self):
        model = Sequential([Input((10, self.features)), layers.LSTM(8)])
        model.add(layers.Dense(self.units, activation="softmax"))
        model.compile("adam", "mse")
        return model
"""


def errors_of(text: str) -> set[str]:
    found = lint(source(text), Settings(keras="3"))
    return {one.code for one in found if one.severity is Severity.ERROR}


def test_the_default_of_a_parameter_is_a_fact_only_where_a_call_takes_it() -> None:
    assert errors_of(BUILDS) == set()
    assert errors_of(BUILDS + "build()\n") == {"LL102", "LL401"}
    assert errors_of(BUILDS + "build(1, True, (10, 3))\n") == {"LL401"}
    assert errors_of(BUILDS + "build(4, True, (10, 3))\n") == set()
    assert errors_of(BUILDS.replace("return_sequences=deep", "activation='tanh'")) == {"LL101"}


def test_what_a_subclass_sets_anew_is_no_fact_of_its_base() -> None:
    assert errors_of(DERIVES) == {"LL401"}
    assert errors_of(DERIVES + "class Many(Base):\n    units = 5\n") == set()
    assert errors_of(DERIVES + "class Many(Base):\n    units = 5\nBase().build()\n") == {"LL401"}


def test_the_default_of_a_parameter_is_no_warning_either() -> None:
    text = """
import keras

def train(rate=0.5):
    model = keras.Sequential([keras.Input((150, 2)), keras.layers.LSTM(40), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(rate), "mse")
"""
    assert [one for one in lint(source(text), Settings(keras="3")) if one.code == "LL501"] == []
    (found,) = (one for one in lint(source(text + "train()\n"), Settings(keras="3")) if one.code == "LL501")
    assert found.severity is Severity.ERROR
