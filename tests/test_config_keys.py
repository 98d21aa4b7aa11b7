"""What a configuration may hold: the check that every run makes, and the JSON Schema, agree; mistakes are said well."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command_line import ROOT, Capsys, refused, run, write
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_lint.rulebook import pages, rulebook
from lstm_lint.settings import config, keys, schema
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.load import load
from lstm_lint.settings.valid import Names, check

CODES = ("LL203", "ll2", "gates", "unbounded-cell-activation", "ALL")
RULES = tuple(word for rule in rulebook.rules()[::9] for word in (rule.code, rule.name, rule.name.upper()))
OPTIONS = tuple(option for rule in rulebook.rules() for option in rule.options)


def anything() -> st.SearchStrategy[Any]:
    """Values as TOML has them, with words that mean something somewhere among them."""
    words = st.sampled_from(("error", "strict", "never", "text", "2", "auto", *CODES)) | st.text(max_size=5)
    numbers = st.integers(-3, 300) | st.floats(allow_nan=False, width=32) | st.sampled_from((1.0, 2.15, 3))
    plain = st.booleans() | numbers | words
    return st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=2)
    )


def likely(kind: keys.Kind) -> st.SearchStrategy[Any]:
    """Values that a key may hold, and others that it may not."""
    strategy: st.SearchStrategy[Any]
    if isinstance(kind, keys.Flag):
        strategy = st.booleans()
    elif isinstance(kind, keys.Choice):
        strategy = st.sampled_from(kind.words)
    elif isinstance(kind, keys.Version):
        strategy = st.sampled_from(("auto", "2", "2.15", 2, 3, 2.15))
    elif isinstance(kind, keys.Texts):
        strategy = st.lists(st.sampled_from(CODES), max_size=3)
    elif isinstance(kind, keys.Either):
        strategy = likely(kind.first) | likely(kind.second)
    elif isinstance(kind, keys.TableOf):
        strategy = st.dictionaries(st.sampled_from(CODES), likely(kind.values), max_size=2)
    elif isinstance(kind, keys.RuleOptions):
        table = st.dictionaries(
            st.sampled_from(OPTIONS), st.integers(0, 5) | st.floats(0, 1) | anything(), max_size=2
        )
        strategy = st.dictionaries(st.sampled_from(RULES), table | anything(), max_size=2)
    elif isinstance(kind, keys.Records):
        strategy = st.lists(section(kind.keys), max_size=2)
    else:
        strategy = st.sampled_from(("base.toml", "package:ours"))
    return st.one_of(strategy, strategy, strategy, anything())


def section(table: tuple[keys.Key, ...]) -> st.SearchStrategy[dict[str, Any]]:
    known = st.sampled_from(table).flatmap(lambda key: st.tuples(st.just(key.name), likely(key.kind)))
    unknown = st.tuples(st.sampled_from(("selct", "Select", "fail_on")), anything())
    paths = st.just([("paths", ["a"])] if table is keys.OF_OVERRIDE else []) | st.just([])
    pairs = st.lists(st.one_of(known, known, known, known, unknown), max_size=3)
    return st.tuples(paths, pairs).map(lambda both: dict([*both[0], *both[1]]))


class Lenient(Names):
    """Takes any word for a rule and any text for a version: what the schema does not know about."""

    def unknown(self, selector: str) -> str | None:
        return None

    def unlike(self, keras: str) -> str | None:
        return None


@cache
def validator() -> jsonschema.Draft202012Validator:
    document = schema.json_schema()
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(document)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(section(keys.KEYS))
def test_check_and_schema_agree_on_random_configurations(found: dict[str, Any]) -> None:
    wrong = list(keys.wrongs(found, keys.KEYS, Lenient()))
    assert validator().is_valid(found) is not bool(wrong), wrong
    if list(keys.wrongs(found, keys.KEYS, Names())) == []:
        assert wrong == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(section(keys.KEYS))
def test_what_the_check_lets_pass_can_be_loaded(found: dict[str, Any]) -> None:
    found.pop("extend", None)
    found.pop("rule-paths", None)
    file = config.ConfigFile("/nowhere/lstm-lint.toml", found)
    try:
        check(file)
    except ConfigError as error:
        assert "\n" not in str(error)
    else:
        assert load(file).rules or found


def test_names_of_pages_are_what_the_pages_say() -> None:
    own = {word.lower(): str(rule.page) for rule in rulebook.rules() for word in (rule.code, rule.name)}
    assert dict(pages.own()) == own
    assert pages.groups() == {rule.group for rule in rulebook.rules()}


@pytest.mark.parametrize(
    "selector", ["LL203", " ll2 ", "LL", "LL20", "gates", "Masking", "unbounded-cell-activation", "all"]
)
def test_selectors_of_our_rules_are_known_without_the_rule_book(
    selector: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rulebook.matching(selector)
    monkeypatch.setattr(Names, "_book", lambda self: pytest.fail("the rule book was asked"))
    assert Names().unknown(selector) is None


@pytest.mark.parametrize("selector", ["LL9999", "L", "LL2x", "LL³", "", "LL21x", "gate"])
def test_other_selectors_are_not_known(selector: str) -> None:
    with pytest.raises(rulebook.UnknownRule):
        rulebook.matching(selector)
    assert "there is no rule" in str(Names().unknown(selector))


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("3", "3"),
        ("2", "2"),
        ("2.15", "2.15"),
        ("2.10", "2.10"),
        ("3.0", "3.0"),
        ("'3'", "3"),
        ("'auto'", "auto"),
    ],
)
def test_bare_version_means_what_it_says(tmp_path: Path, written: str, means: str) -> None:
    (tmp_path / "lstm-lint.toml").write_text(
        f"keras = {written}\n[[overrides]]\npaths = ['a.py']\nkeras = {written}\n", "utf-8"
    )
    loaded = load(config.read(str(tmp_path / "lstm-lint.toml")))
    assert (loaded.keras, loaded.overrides[0].keras) == (means, means)
    assert loaded.for_path(str(tmp_path / "a.py")).keras == means


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\nselect = 'LL203'", ":2: `select`: expected a list of strings such as [\"LL203\"], found 'LL203'"),
        ("ignore = ['LL2',\n 'LL2O3']", ":2: `ignore`: there is no rule `LL2O3`; did you mean `LL203`?"),
        ("ignore = ['LL2', 7]", ":1: `ignore.1`: expected a string, found 7"),
        (
            "profile = 'stric'",
            ":1: `profile`: expected one of default, strict, pedantic, found 'stric'; did you mean `strict`?",
        ),
        ("force-exclude = 1", ":1: `force-exclude`: expected true or false, found 1"),
        ("keras = 4", ":1: `keras`: unknown Keras version '4'"),
        ("keras = 2.20", ":1: `keras`: unknown Keras version '2.20'"),
        ("keras = true", ":1: `keras`: expected auto, 2, 3 or a version such as 2.15, found true"),
        ("keras = 2024-01-01", ":1: `keras`: expected auto, 2, 3"),
        ("severity = 'error'", ":1: `severity`: expected a table, found 'error'"),
        ("[severity]\nLL2O3 = 'error'", ":2: `severity`: there is no rule `LL2O3`; did you mean `LL203`?"),
        ("[severity]\n\nLL203 = 'eror'", ":3: `severity.LL203`: expected one of error, warning, advice"),
        ("overrides = {paths = ['a']}", ":1: `overrides`: expected an array of tables, found a table"),
        (
            "[[overrides]]\npaths = []",
            ":2: `overrides.0.paths`: expected a list of strings with at least one item",
        ),
        ("[[overrides]]\nignore = []", "`overrides.0.paths`: it is missing"),
        (
            "[[overrides]]\npaths = ['a']\n[[overrides]]\npaths = ['a']\nselct = 1",
            ":5: `overrides.1`: there is no",
        ),
        (
            "[rules.LL505]\ntimestep = 1",
            ":2: `rules.LL505`: the rule has no option `timestep`; did you mean `timesteps`",
        ),
        (
            "[rules.LL505]\ntimesteps = '1'",
            ":2: `rules.LL505.timesteps`: expected an integer such as 100, found '1'",
        ),
        ("[rules.LL505]\ntimesteps = nan", "expected an integer"),
        ("[rules]\nLL505 = 3", ":2: `rules.LL505`: expected a table, found 3"),
        ("[rules.LL999]", "`rules.LL999`: there is no such rule; "),
        ("per-file-ignores = {'a.py' = 'LL2'}", ":1: `per-file-ignores.a.py`: expected a list of strings"),
        ("selct = 1\nprofil = 1", ":1: there is no setting `selct`; did you mean `select`? (and 1 more)"),
        ('keras = 3\n"a\\u001bb" = 1', ":2: there is no setting `"),
        ('[severity]\n"\\u001b\\U0000202e\\t=" = 1', ":2: `severity"),
        ('[rules.LL505]\n"ti\\"me=" = 1', ":2: `rules.LL505`: the rule has no option"),
        ("ignore = ['" + "x" * 4000 + "']", "there is no rule `xxx"),
        ("x = " + "9" * 5000, "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
    ],
)
def test_mistake_is_said_with_its_line_and_what_to_write(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "lstm-lint.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        check(config.read(str(file)))
    said = str(caught.value)
    assert said.startswith(str(file)) and says in said and "\n" not in said and len(said) < 500


def test_whole_numbers_may_be_written_either_way(tmp_path: Path) -> None:
    file = tmp_path / "lstm-lint.toml"
    file.write_text("[rules.LL505]\ntimesteps = 7.0\n[rules.LL602]\nwarn_from = 1\n", "utf-8")
    options = load(config.read(str(file))).rule_options
    assert [(type(value), value) for table in options.values() for value in table.values()] == [
        (int, 7),
        (float, 1.0),
    ]


@pytest.mark.parametrize(
    "text", ["selct = 1", "ignore = ['LL2O3']", "keras = '4'", "[rules.LL505]\nx = 1", "rule-paths = ['no']"]
)
def test_mistake_is_an_error_also_where_nothing_is_read(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write("a.py", "import os\n")
    write("lstm-lint.toml", text)
    for arguments in ((), ("a.py",), ("empty",), ("-",), ("--config", "lstm-lint.toml", "a.py")):
        write("empty/note.txt", "")
        refused(capsys, *arguments)
    assert run(capsys, "--isolated", "a.py")[0] == 0


@pytest.mark.parametrize(
    "option", [("--select", "LL2O3"), ("--ignore", "gate"), ("--extend-select", "LLx"), ("--keras", "5")]
)
def test_mistake_on_the_command_line_is_one_too(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: tuple[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write("a.py", "import os\n")
    assert f"error: {option[0]}: " in refused(capsys, *option, "a.py")


def test_configuration_is_checked_without_anything_heavy(tmp_path: Path) -> None:
    text = "ignore = ['LL203', 'gates']\nkeras = 3\n[severity]\nLL2 = 'error'\n[rules.LL505]\ntimesteps = 5\n"
    (tmp_path / "lstm-lint.toml").write_text(text, "utf-8")
    (tmp_path / "a.py").write_text("import keras\n", "utf-8")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from lstm_lint.command.cli import main; code = main(['.']);"
        "print(code, sorted(name for name in sys.modules if name.startswith(('pydantic', 'typer', 'libcst', 'inspect',"
        "'dataclasses', 'pathlib', 'lstm_lint.rulebook.rulebook', 'lstm_lint.lint'))))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, str(ROOT)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "0 []", done.stderr
