"""Config files, the command line over them, and why a rule is on or off."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from lstm_lint import config, schema
from lstm_lint.config import ConfigError
from lstm_lint.findings import Finding, Severity, Span
from lstm_lint.settings import Settings, load


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
    assert reason(loaded(tmp_path, "ignore = ['gates']"), "LL203").endswith("lstm-lint.toml")


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
    assert ("LL203" in settings.ignored_in(str(tmp_path / path))) is matches


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
    assert validator.is_valid(good)
    for bad in (
        {"selct": []},
        {"fail-on": "all"},
        {"rules": {"LL505": {"timestep": 5}}},
        {"rules": {"LL999": {}}},
    ):
        assert not validator.is_valid(bad)


def finding(severity: Severity) -> Finding:
    return Finding("a.py", "LL203", "name", severity, "message", Span(1, 1, 1, 2), None, 1, 1, 1, 2, 1)
