"""Config files, the command line over them, and why a rule is on or off."""

from __future__ import annotations

import sys
from pathlib import Path

import jsonschema
import pytest
from command_line import RISKY

from lstm_lint.command import options
from lstm_lint.findings import Finding, Severity, Span
from lstm_lint.lint import lint, lint_unreadable
from lstm_lint.rulebook import rulebook
from lstm_lint.settings import config, keys, schema
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.load import load
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import SourceError, from_bytes


def write(folder: Path, text: str, name: str = "lstm-lint.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str, **arguments: object) -> Settings:
    return load(config.read(str(write(folder, text))), arguments)


def on(settings: Settings) -> set[str]:
    return {rule.code for rule in settings.rules}


def reason(settings: Settings, code: str) -> str:
    return next(d.reason for d in settings.decisions if d.rule.code == code)


def refused(folder: Path, text: str, **arguments: object) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text, **arguments)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nearest_config_going_up_is_found(tmp_path: Path) -> None:
    far = write(tmp_path, "[tool.lstm-lint]\nprofile = 'strict'\n", "pyproject.toml")
    write(tmp_path / "a", "[tool.other]\n# lstm-lint\n", "pyproject.toml")
    script = write(tmp_path / "a" / "b", "", "train.py")
    found = config.discover(str(script))
    assert found is not None and Path(found.path) == far and found.section == {"profile": "strict"}
    near = write(tmp_path / "a", "ignore = ['LL203']\n")
    found = config.discover(str(script.parent / "missing.py"))
    assert found is not None and Path(found.path) == near


def test_own_file_beats_pyproject_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "[tool.lstm-lint]\n", "pyproject.toml")
    own = write(tmp_path, "")
    found = config.discover(str(tmp_path))
    assert found is not None and Path(found.path) == own


def test_broken_toml_is_one_line(tmp_path: Path) -> None:
    assert "not valid TOML" in refused(tmp_path, "select = [")
    write(tmp_path, "[tool.lstm-lint]\nselect = ", "pyproject.toml")
    with pytest.raises(ConfigError, match="not valid TOML"):
        config.read(str(tmp_path / "pyproject.toml"))


def test_named_config_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        config.read(str(tmp_path / "none.toml"))
    with pytest.raises(ConfigError, match=r"no \[tool.lstm-lint\] section"):
        config.read(str(write(tmp_path, "", "pyproject.toml")))


def test_every_key_arrives(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        """
        select = ["LL2"]
        extend-select = ["LL101"]
        ignore = ["LL203"]
        profile = "strict"
        fail-on = "error"
        keras = "2.15"
        output-format = "concise"
        exclude = ["old"]
        extend-exclude = ["scratch"]
        force-exclude = true
        respect-gitignore = false
        require-reason = true
        baseline = "known.json"
        severity = { LL201 = "error" }
        per-file-ignores = { "tests/*" = ["LL101"] }
        """,
    )
    assert {"LL101", "LL201"} <= on(settings) and not {"LL203", "LL501"} & on(settings)
    assert (settings.profile, settings.fail_on, settings.keras) == ("strict", "error", "2.15")
    assert (settings.output_format, settings.exclude, settings.extend_exclude) == (
        "concise",
        ("old",),
        ("scratch",),
    )
    assert (settings.force_exclude, settings.respect_gitignore) == (True, False)
    assert (settings.require_reason, settings.baseline) == (True, "known.json") and "LL004" in on(settings)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("selct = []", "no setting `selct`; did you mean `select`?"),
        ("fail_on = 'error'", "did you mean `fail-on`?"),
        ("select = 'LL203'", "`select`"),
        ("force-exclude = 1", "`force-exclude`"),
        ("profile = 'loud'", "`profile`"),
        ("ignore = ['LL2O3']", "no rule `LL2O3`; did you mean `LL203`?"),
        ("select = ['unbounded-cell-activaton']", "did you mean `unbounded-cell-activation`?"),
        ("keras = '4'", "unknown Keras version '4'"),
        ("per-file-ignores = { 'a.py' = ['LL999'] }", "no rule `LL999`"),
        ("[rules.LL999]\nx = 1", "no such rule"),
        ("[rules.missing-gradient-cliping]\nx = 1", "did you mean `missing-gradient-clipping`?"),
        ("[rules.LL505]\ntimestep = 1", "did you mean `timesteps`?"),
        ("[rules.LL505]\ntimesteps = '1'", "expected an integer"),
        ("[rules.LL505]\ntimesteps = true", "expected an integer"),
        ("severity = { LL203 = 'fatal' }", "`severity.LL203`"),
        ("severity = { LL2O3 = 'error' }", "did you mean `LL203`?"),
        ("[[overrides]]\nselect = ['LL2']", "`overrides.0.paths`"),
        ("[[overrides]]\npaths = ['a']\nselct = ['LL2']", "did you mean `select`?"),
        ("[[overrides]]\npaths = ['a']\nignore = ['LL2O3']", "did you mean `LL203`?"),
        ("[[overrides]]\npaths = ['a']\nkeras = '4'", "unknown Keras version '4'"),
        ("[[overrides]]\npaths = ['a']\n[overrides.rules.LL505]\ntimestep = 1", "did you mean `timesteps`?"),
        ("extend = 'none.toml'", "there is no file"),
        ("extend = 'lstm-lint.toml'", "extends itself"),
        ("extend = 'package:no_such_package'", "no installed package 'no_such_package'"),
        ("extend = 1", "`extend"),
    ],
)
def test_what_cannot_be_followed_is_said_with_the_nearest_known(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_rule_options_by_code_or_name(tmp_path: Path) -> None:
    for table in ("LL505", "missing-gradient-clipping"):
        settings = loaded(tmp_path, f"[rules.{table}]\ntimesteps = 7\n")
        rule = next(rule for rule in settings.rules if rule.code == "LL505")
        assert settings.options(rule) == {"timesteps": 7}


def test_command_line_beats_config(tmp_path: Path) -> None:
    text = "select = ['LL2']\nignore = ['LL203']\nprofile = 'strict'\n"
    assert on(loaded(tmp_path, text, select=("LL203",))) == {"LL203"}
    assert "LL203" in on(loaded(tmp_path, text, extend_select=("LL203",)))
    assert "LL201" not in on(loaded(tmp_path, text, ignore=("LL201",)))
    assert loaded(tmp_path, text, profile="default").profile == "default"
    assert loaded(tmp_path, text).profile == "strict"


def test_the_more_exact_selector_wins_and_ignore_wins_a_draw() -> None:
    assert on(load(None, {"select": ("LL203",), "ignore": ("LL2",)})) == {"LL203"}
    assert "LL203" not in on(load(None, {"select": ("LL2",), "ignore": ("unbounded-cell-activation",)}))
    assert on(load(None, {"select": ("LL203",), "ignore": ("LL203",)})) == set()
    assert {"LL201", "LL203"} <= on(load(None, {"select": ("gates",)}))
    assert len(on(load(None, {"select": ("ALL",)}))) == len(load(None).decisions)


def test_decisions_say_why(tmp_path: Path) -> None:
    assert reason(load(None), "LL203") == "on by default"
    settings = load(None, {"select": ("LL2",), "ignore": ("LL203",)})
    assert reason(settings, "LL201") == "`LL2` is selected by the command line"
    assert reason(settings, "LL203") == "`LL203` is ignored by the command line"
    assert reason(settings, "LL101") == "not selected by the command line"
    assert reason(loaded(tmp_path, "ignore = ['gates']"), "LL203").endswith("lstm-lint.toml:1")


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("tests/*", "tests/unit/test_a.py", True),
        ("tests/", "tests/test_a.py", True),
        ("**/*.ipynb", "notebooks/a.ipynb", True),
        ("*.ipynb", "notebooks/a.ipynb", True),
        ("train.py", "src/train.py", True),
        ("train.py", "src/pretrain.py", False),
        ("./src/*.py", "src/train.py", True),
        ("src/*.py", "other/src/train.py", False),
    ],
)
def test_per_file_ignores_count_from_the_config(tmp_path: Path, glob: str, path: str, matches: bool) -> None:
    settings = loaded(tmp_path, f"per-file-ignores = {{ '{glob}' = ['LL2'] }}")
    on = {rule.code for rule in settings.for_path(str(tmp_path / path)).rules}
    assert ("LL203" not in on) is matches


def test_advice_is_listed_only_on_request() -> None:
    advice, warning = finding(Severity.ADVICE), finding(Severity.WARNING)
    assert [load(None).lists(one) for one in (advice, warning)] == [False, True]
    assert load(None, {"profile": "strict"}).lists(advice)
    assert load(None, {"fail_on": "advice"}).lists(advice)


@pytest.mark.parametrize(
    ("fail_on", "fails"),
    [("error", "error"), ("warning", "error warning"), ("advice", "error warning advice"), ("never", "")],
)
def test_fail_on(fail_on: str, fails: str) -> None:
    settings = load(None, {"fail_on": fail_on})
    assert [s.value for s in Severity if settings.fails(finding(s))] == fails.split()


def test_json_schema_agrees_with_validation() -> None:
    document = schema.json_schema()
    jsonschema.Draft202012Validator.check_schema(document)
    validator = jsonschema.Draft202012Validator(document)
    good = {"select": ["LL2"], "fail-on": "error", "rules": {"LL505": {"timesteps": 50}}}
    override = {"paths": ["a/*"], "ignore": ["LL2"], "severity": {"LL203": "error"}, "keras": "2"}
    good |= {"extend": "base.toml", "overrides": [override | {"rules": {"LL505": {"timesteps": 50}}}]}
    assert validator.is_valid(good)
    for bad in (
        {"selct": []},
        {"overrides": [{"ignore": ["LL2"]}]},
        {"overrides": [override | {"profile": "strict"}]},
        {"overrides": [override | {"rules": {"LL505": {"timestep": 5}}}]},
        {"severity": {"LL203": "fatal"}},
        {"fail-on": "all"},
        {"rules": {"LL505": {"timestep": 5}}},
        {"rules": {"LL999": {}}},
    ):
        assert not validator.is_valid(bad)


def test_json_schema_knows_every_setting_and_says_what_it_is_for() -> None:
    document = schema.json_schema()
    assert set(document["properties"]) == {key.name for key in keys.KEYS}
    assert all("description" in about for about in document["properties"].values())
    formats = document["properties"]["output-format"]["enum"]
    assert tuple(formats) == options.FORMATS


# --- severities, overrides, extend ---------------------------------------------------------------------------------


def severity(settings: Settings, code: str) -> Severity | None:
    rule = rulebook.find(code)
    assert rule is not None
    return settings.severity(rule)


def test_severity_by_the_most_exact_selector(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "[severity]\ngates = 'advice'\nunbounded-cell-activation = 'error'\n")
    assert (severity(settings, "LL203"), severity(settings, "LL201")) == (Severity.ERROR, Severity.ADVICE)
    assert severity(settings, "LL501") is None
    assert reason(settings, "LL203").endswith(
        "; error instead of warning by " + str(tmp_path / "lstm-lint.toml:3")
    )


def test_severity_of_findings_and_exit_code(tmp_path: Path) -> None:
    source = from_bytes(RISKY.encode(), str(tmp_path / "risky.py"))
    for level in Severity:
        settings = loaded(tmp_path, f"select = ['LL505']\n[severity]\nLL505 = '{level.value}'\n")
        (found,) = lint(source, settings)
        assert found.severity is level and settings.fails(found) is (level is not Severity.ADVICE)
    settings = loaded(tmp_path, "[severity]\nLL001 = 'error'\n")
    (found,) = lint_unreadable("a.py", SourceError("no text"), settings)
    assert found.severity is Severity.ERROR


def test_overrides_hold_for_their_paths_and_the_last_wins(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        """
        ignore = ["LL203"]
        [[overrides]]
        paths = ["notebooks/"]
        extend-select = ["LL203"]
        ignore = ["LL505"]
        keras = "2"
        [overrides.severity]
        LL203 = "advice"
        [[overrides]]
        paths = ["*.ipynb"]
        ignore = ["LL201"]
        [overrides.rules.LL505]
        timesteps = 7
        """,
    )
    script, book = (settings.for_path(str(tmp_path / "notebooks" / name)) for name in ("a.py", "a.ipynb"))
    assert settings.for_path(str(tmp_path / "a.py")) is settings and "LL203" not in on(settings)
    assert {"LL203", "LL201"} <= on(script) and "LL505" not in on(script) and script.keras == "2"
    assert "LL203" in on(book) and not {"LL201", "LL505"} & on(book)
    assert severity(book, "LL203") is Severity.ADVICE and severity(settings, "LL203") is None
    assert book.rule_options == {"LL505": {"timesteps": 7}}
    assert reason(book, "LL201").endswith("lstm-lint.toml:12")
    assert reason(script, "LL203").startswith("`LL203` is selected by ") and ":5; advice" in reason(
        script, "LL203"
    )


def test_command_line_beats_overrides_and_per_file_ignores_beat_all(tmp_path: Path) -> None:
    text = "per-file-ignores = {'b.py' = ['LL2']}\n[[overrides]]\npaths = ['*']\nignore = ['LL203']\nkeras = '2'\n"
    settings = loaded(tmp_path, text, select=("LL203",), keras="3")
    assert on(settings.for_path(str(tmp_path / "a.py"))) == {"LL203"}
    assert settings.for_path(str(tmp_path / "a.py")).keras == "3"
    inside = settings.for_path(str(tmp_path / "b.py"))
    assert on(inside) == set() and "ignored in `b.py` by " in reason(inside, "LL203")


def test_extended_file_holds_where_the_own_one_is_silent(tmp_path: Path) -> None:
    write(tmp_path / "shared", "extend = 'more.toml'\nprofile = 'strict'\nignore = ['LL203']\n", "base.toml")
    write(
        tmp_path / "shared",
        "keras = '2'\nextend-exclude = ['old']\n[rules.LL505]\ntimesteps = 5\n",
        "more.toml",
    )
    text = "extend = ['shared/base.toml']\nextend-select = ['LL203']\nextend-exclude = ['new']\n"
    settings = loaded(tmp_path, text)
    assert (settings.profile, settings.keras, settings.extend_exclude) == ("strict", "2", ("old", "new"))
    assert settings.rule_options == {"LL505": {"timesteps": 5}}
    assert "LL203" in on(settings) and reason(settings, "LL203").endswith("lstm-lint.toml:2")
    assert "shared/base.toml:3" in reason(loaded(tmp_path, "extend = 'shared/base.toml'\n"), "LL203")
    assert loaded(tmp_path, "extend = 'shared/base.toml'\nprofile = 'default'\n").profile == "default"


def test_circle_of_extended_files_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "extend = 'b.toml'\n", "a.toml")
    write(tmp_path, "extend = 'a.toml'\n", "b.toml")
    assert "extends itself in the end" in refused(tmp_path, "extend = 'a.toml'\n")


def test_error_in_an_extended_file_names_it(tmp_path: Path) -> None:
    write(tmp_path, "selct = []\n", "base.toml")
    assert "base.toml:1: there is no setting `selct`" in refused(tmp_path, "extend = 'base.toml'\n")


def test_extended_package_is_found_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "our_lint_config"
    write(package, "raise SystemExit('run')\n", "__init__.py")
    write(package, "profile = 'strict'\n")
    write(package, "[tool.lstm-lint]\nkeras = '2'\n", "other/pyproject.toml")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert loaded(tmp_path, "extend = 'package:our_lint_config'\n").profile == "strict"
    assert loaded(tmp_path, "extend = 'package:our_lint_config/other/pyproject.toml'\n").keras == "2"
    assert "our_lint_config" not in sys.modules


def test_required_reasons_may_be_asked_for_and_taken_back(tmp_path: Path) -> None:
    assert "LL004" not in on(load(None))
    write(tmp_path, "require-reason = true\n", "base.toml")
    settings = loaded(tmp_path, "\nextend = 'base.toml'\n")
    assert "LL004" in on(settings) and reason(settings, "LL004").endswith("base.toml:1")
    assert "LL004" not in on(loaded(tmp_path, "extend = 'base.toml'\nrequire-reason = false\n"))
    assert "LL004" not in on(loaded(tmp_path, "require-reason = true\n", ignore=("LL004",)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("profile = 'strict'\nignore = [\n    'LL1',\n    'LL203',\n]\n", 4),
        ("ignore = ['LL1', 'LL203']\n", 1),
        ("[[overrides]]\npaths = ['x']\nignore = ['LL203']\n", None),
        ("# ignore = ['LL203']\n'ignore' = ['LL203']\n", 2),
    ],
)
def test_place_of_a_setting(tmp_path: Path, text: str, line: int | None) -> None:
    file = config.read(str(write(tmp_path, text)))
    assert config.line_of(file, (), "ignore", "LL203") == line
    shared = "[project]\nname = 'x'\n[tool.lstm-lint]\n" + text.replace("[[over", "[[tool.lstm-lint.over")
    file = config.read(str(write(tmp_path, shared, "pyproject.toml")))
    assert config.line_of(file, (), "ignore", "LL203") == (line and line + 3)


def finding(severity: Severity) -> Finding:
    return Finding("a.py", "LL203", "name", severity, "message", Span(1, 1, 1, 2), None, 1, 1, 1, 2, 1)
