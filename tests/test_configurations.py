"""Many configurations in one run: each file goes by the nearest one, the run by that of the current folder."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from command_line import RISKY, ROOT, Capsys, refused, run, write
from work import calls

from lstm_lint.run import cache
from lstm_lint.run.report import FileReport
from lstm_lint.settings import config
from lstm_lint.settings.config import ConfigError

EXAMPLE = ROOT / "examples" / "plugin" / "our_rules"
PAGE = (EXAMPLE / "rules" / "OUR101-too-many-units.md").read_text(encoding="utf-8")
CHECK = (EXAMPLE / "__init__.py").read_text(encoding="utf-8")
CONCISE = ("--output-format", "concise", "-q")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a repository of its own, outside of any project."""
    here = tmp_path / "repository"
    (here / ".git").mkdir(parents=True)
    monkeypatch.chdir(here)
    return here


def found(capsys: Capsys, *arguments: str) -> dict[str, set[str]]:
    """The codes that are found in each file."""
    code, out, err = run(capsys, *arguments, "--output-format", "json", "-q")
    assert code in (0, 1), err
    by_file: dict[str, set[str]] = {}
    for one in json.loads(out)["findings"]:
        by_file.setdefault(one["path"], set()).add(one["code"])
    return by_file


# --- which one holds -----------------------------------------------------------------------------------------------


@pytest.fixture
def nested() -> None:
    """Four files, of which three have a configuration nearer than that of the current folder."""
    write("lstm-lint.toml", "select = ['LL505']\n")
    write("a/lstm-lint.toml", "select = ['LL203']\n")
    write(
        "a/b/pyproject.toml", "[tool.lstm-lint]\nextend = '../../lstm-lint.toml'\nextend-select = ['LL501']\n"
    )
    write("a/c/pyproject.toml", "[tool.other]\n# not of lstm-lint\n")
    write("d/lstm-lint.toml", "")
    for name in ("top.py", "a/x.py", "a/b/deep/x.py", "a/c/x.py", "d/x.py"):
        write(name, RISKY.replace("LSTM(32)", "LSTM(32, activation='relu')").replace("SGD(0.01", "SGD(9.0"))


OF_NESTED = {
    "top.py": {"LL505"},
    "a/x.py": {"LL203"},
    "a/b/deep/x.py": {"LL505", "LL501"},
    "a/c/x.py": {"LL203"},
}


def test_nearest_configuration_holds_for_each_file_and_is_not_merged(capsys: Capsys, nested: None) -> None:
    by_file = found(capsys, ".", "--fail-on", "advice")
    assert {"LL203", "LL501"} <= by_file.pop("d/x.py")
    assert by_file == OF_NESTED


def test_order_and_number_of_paths_make_no_difference(capsys: Capsys, nested: None) -> None:
    for paths in itertools.permutations(("a/b/deep/x.py", "a", "top.py")):
        assert found(capsys, *paths, "--fail-on", "advice") == OF_NESTED
    for path, codes in OF_NESTED.items():
        assert found(capsys, path, "--fail-on", "advice") == {path: codes}


def test_one_configuration_that_is_named_holds_for_all(capsys: Capsys, nested: None) -> None:
    by_file = found(capsys, ".", "--config", "a/lstm-lint.toml")
    assert set(by_file) == {*OF_NESTED, "d/x.py"} and set().union(*by_file.values()) == {"LL203"}


def test_file_without_a_configuration_above_it_goes_by_the_defaults(
    capsys: Capsys, nested: None, folder: Path
) -> None:
    write("../beside/x.py", Path("top.py").read_text("utf-8"))
    codes = found(capsys, "../beside/x.py", "top.py")
    assert codes["top.py"] == {"LL505"} and {"LL203", "LL501"} <= codes[str(Path("../beside/x.py"))]


def test_standard_input_goes_by_the_file_that_it_is_called(
    capsys: Capsys, nested: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys
    from types import SimpleNamespace

    for name, codes in OF_NESTED.items():
        data = Path(name).read_bytes()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        assert found(capsys, "-", "--stdin-filename", name, "--fail-on", "advice") == {name: codes}


def test_many_files_in_processes_have_their_own_settings(capsys: Capsys) -> None:
    for number in range(60):
        write(f"p{number}/x.py", RISKY)
        write(f"p{number}/lstm-lint.toml", f"select = ['{'LL505' if number % 2 else 'LL203'}']\n")
    expected = {f"p{number}/x.py": {"LL505"} for number in range(1, 60, 2)}
    assert found(capsys, ".", "--jobs", "2", "--no-cache") == expected
    assert found(capsys, ".", "--jobs", "1", "--no-cache") == expected


def test_cache_follows_the_settings_of_each_file(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a/x.py", RISKY)
    write("b/x.py", RISKY)
    write("a/lstm-lint.toml", "select = ['LL505']\n")
    write("b/lstm-lint.toml", "select = ['LL203']\n")
    known: list[str] = []
    get = cache.Cache.get

    def recorded(self: cache.Cache, key: str, path: str) -> FileReport | None:
        report = get(self, key, path)
        known.extend([path] if report is not None else [])
        return report

    monkeypatch.setattr(cache.Cache, "get", recorded)
    assert found(capsys, ".") == {"a/x.py": {"LL505"}} and known == []
    assert found(capsys, ".") == {"a/x.py": {"LL505"}} and known == ["a/x.py", "b/x.py"]
    write("b/lstm-lint.toml", "select = ['LL505']\n")
    assert found(capsys, ".") == {"a/x.py": {"LL505"}, "b/x.py": {"LL505"}}
    assert known == ["a/x.py", "b/x.py", "a/x.py"]


def test_advice_is_listed_where_the_configuration_of_the_file_asks_for_it(capsys: Capsys) -> None:
    for name in ("a", "b"):
        write(f"{name}/x.py", RISKY)
    write("lstm-lint.toml", "severity = {LL505 = 'advice'}\n")
    write("b/lstm-lint.toml", "extend = '../lstm-lint.toml'\nprofile = 'strict'\n")
    assert set(found(capsys, ".")) == {"b/x.py"}
    assert set(found(capsys, ".", "--profile", "strict")) == {"a/x.py", "b/x.py"}


def test_model_reads_for_the_version_that_is_set_for_the_file(capsys: Capsys) -> None:
    write("old/lstm-lint.toml", "[[overrides]]\npaths = ['x.py']\nkeras = 2.3\n")
    text = "import keras\nmodel = keras.Sequential([keras.layers.GRU(4, input_shape=(5, 2))])\n"
    write("old/x.py", text)
    write("old/y.py", text)
    other = run(capsys, "model", "old/y.py")[1]
    assert run(capsys, "model", "old/y.py", "--keras", "2.3")[1] != other  # without reset_after
    assert run(capsys, "model", "old/x.py")[1] != other
    assert run(capsys, "model", "old/x.py", "--keras", "3")[1] == other
    assert run(capsys, "model", "old/x.py", "--isolated")[1] == other
    assert run(capsys, "model", "old/y.py", "--config", "old/lstm-lint.toml")[1] == other


# --- what is about the run -----------------------------------------------------------------------------------------


def test_what_is_about_the_run_comes_from_the_current_folder(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("lstm-lint.toml", "output-format = 'concise'\nfail-on = 'never'\n")
    write(
        "sub/pyproject.toml",
        "[tool.lstm-lint]\nselect = ['LL505']\noutput-format = 'json'\nfail-on = 'advice'\n",
    )
    write("sub/deep/lstm-lint.toml", "extend = '../pyproject.toml'\nprofile = 'strict'\n")
    write("sub/x.py", RISKY)
    write("sub/deep/x.py", RISKY)
    code, out, err = run(capsys, "sub", "sub/x.py")
    assert code == 0 and out.startswith("sub/deep/x.py:5:") and "sub/x.py:5:" in out
    assert err == (
        f"lstm-lint: {Path('sub/pyproject.toml').absolute()}: `fail-on`, `output-format` have no effect here: they are"
        " about a whole run, set in the current folder, or in the file that --config names\n"
    )
    assert run(capsys, "sub", "-q")[2] == ""
    monkeypatch.chdir("sub")
    code, out, err = run(capsys, ".")
    assert code == 1 and json.loads(out)["findings"] and err == ""


def test_extended_configuration_of_the_run_is_not_said_to_have_no_effect(capsys: Capsys) -> None:
    write("lstm-lint.toml", "fail-on = 'never'\n")
    write("sub/lstm-lint.toml", "extend = '../lstm-lint.toml'\nselect = ['LL505']\n")
    write("sub/x.py", RISKY)
    assert run(capsys, "sub")[::2] == (0, "")


def test_readme_names_the_keys_of_a_run() -> None:
    from lstm_lint.settings.keys import KEYS

    said = (
        (ROOT / "README.md")
        .read_text("utf-8")
        .partition("Some keys are about a whole run:")[2]
        .partition(".")[0]
    )
    assert set(said.replace("`", " ").split()) - {"and", ","} == {key.name for key in KEYS if key.of_run}


def test_baseline_of_the_current_folder_holds_for_all(capsys: Capsys) -> None:
    write("lstm-lint.toml", "baseline = 'known.json'\n")
    write("sub/lstm-lint.toml", "select = ['LL505']\n")
    for name in ("sub/x.py", "x.py"):
        write(name, RISKY.replace("LSTM(32)", "LSTM(32, activation='relu')"))
    assert run(capsys, "--write-baseline", "--fail-on", "advice")[0] == 0
    assert run(capsys, ".", "--fail-on", "advice")[0] == 0
    entries = json.loads(Path("known.json").read_text("utf-8"))["findings"]
    assert {(one["path"], one["rule"]) for one in entries} >= {("sub/x.py", "LL505"), ("x.py", "LL203")}
    assert {one["rule"] for one in entries if one["path"] == "sub/x.py"} == {"LL505"}
    write("sub/lstm-lint.toml", "select = ['LL203']\n")  # what this run cannot see there is not gone
    assert "gone" not in run(capsys, ".")[2]


def test_config_command_says_what_sets_the_run(capsys: Capsys) -> None:
    write("lstm-lint.toml", "fail-on = 'error'\n")
    write("sub/lstm-lint.toml", "fail-on = 'never'\nprofile = 'strict'\n")
    out = run(capsys, "config", "sub/x.py")[1]
    assert 'fail-on = "error"' in out and 'profile = "strict"' in out
    first, second = out.splitlines()[:2]
    assert first.endswith("sub/lstm-lint.toml")
    assert second.startswith("# fail-on, ") and second.endswith("repository/lstm-lint.toml")
    assert "\n# fail-on" not in run(capsys, "config", ".")[1]


# --- what is left out ----------------------------------------------------------------------------------------------


def test_patterns_count_from_the_configuration_and_hold_below_it(capsys: Capsys) -> None:
    write("lstm-lint.toml", "select = ['LL505']\nextend-exclude = ['/gen', 'old_*.py']\n")
    write("sub/lstm-lint.toml", "select = ['LL505']\nextend-exclude = ['/mine']\n")
    for name in (
        "gen/x.py",
        "a/gen/x.py",
        "old_x.py",
        "sub/gen/x.py",
        "sub/old_x.py",
        "sub/mine/x.py",
        "build/x.py",
    ):
        write(name, RISKY)
    expected = {"a/gen/x.py", "sub/gen/x.py", "sub/old_x.py"}
    assert set(found(capsys, ".")) == expected
    assert set(found(capsys, "sub", "a", "gen")) == {*expected, "gen/x.py"}  # who names it wants it read
    everything = [
        "gen/x.py",
        "a/gen/x.py",
        "old_x.py",
        "sub/gen/x.py",
        "sub/old_x.py",
        "sub/mine/x.py",
        "build/x.py",
    ]
    assert set(found(capsys, *everything)) == set(everything)
    assert set(found(capsys, "--force-exclude", *everything)) == expected
    assert set(found(capsys, "--force-exclude", *(str(Path(one).absolute()) for one in everything))) == {
        str(Path(one).absolute()) for one in expected
    }


def test_patterns_of_the_command_line_count_from_the_current_folder(capsys: Capsys) -> None:
    write("lstm-lint.toml", "select = ['LL505']\nextend-exclude = ['a']\n")
    write("sub/lstm-lint.toml", "select = ['LL505']\n")
    for name in ("a/x.py", "gen/x.py", "sub/gen/x.py", "build/x.py"):
        write(name, RISKY)
    assert set(found(capsys, ".", "--extend-exclude", "/gen")) == {"sub/gen/x.py"}
    assert set(found(capsys, ".", "--extend-exclude", "sub/gen")) == {"gen/x.py"}
    assert set(found(capsys, ".", "--exclude", "sub")) == {"gen/x.py", "build/x.py"}


def test_configuration_in_a_folder_that_is_left_out_does_not_matter(capsys: Capsys) -> None:
    write("lstm-lint.toml", "extend-exclude = ['vendor']\n")
    write("vendor/lstm-lint.toml", "no = such\n")
    write("vendor/x.py", RISKY)
    write("x.py", RISKY)
    assert run(capsys, ".", "--select", "LL505", *CONCISE)[0] == 1
    assert "vendor/lstm-lint.toml" in refused(capsys, "vendor/x.py")


# --- mistakes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["no = 1\n", "= 1\n", "ignore = ['LL2O3']\n", "[rules.LL505]\ntimestep = 1\n"]
)
def test_mistake_in_any_configuration_is_an_error_also_where_nothing_is_read(
    capsys: Capsys, text: str
) -> None:
    write("x.py", RISKY)
    write("sub/deep/lstm-lint.toml", text)
    write("sub/deep/a.py", "import os\n")
    for paths in (("x.py", "sub/deep/a.py"), (".",), ("x.py", "sub")):
        assert f"sub{'/'}deep/lstm-lint.toml" in refused(capsys, *paths)
    assert run(capsys, "x.py", "--select", "LL505")[0] == 1


def test_selector_of_the_command_line_may_be_a_rule_of_one_configuration(capsys: Capsys) -> None:
    project("sub", "512")
    write("x.py", SCRIPT)
    assert found(capsys, "x.py", "sub", "--select", "OUR101") == {"sub/train.py": {"OUR101"}}
    assert found(capsys, ".", "--extend-select", "OUR101")["sub/train.py"] == {"OUR101"}
    assert found(capsys, ".", "--ignore", "OUR101") == {}
    assert "--select: there is no rule `OUR101`" in refused(capsys, "x.py", "--select", "OUR101")
    assert "--select: there is no rule `OUR102`" in refused(capsys, ".", "--select", "LL2,OUR102")


# --- rules of several projects -------------------------------------------------------------------------------------

SCRIPT = "from keras import layers\n\nencoder = layers.LSTM(1024)\n"


def project(name: str, limit: str) -> None:
    """A project with a rule of its own, under the code that others use as well."""
    write(f"{name}/train.py", SCRIPT)
    write(f"{name}/lint_rules/OUR101-too-many-units.md", PAGE.replace("units = 512", f"units = {limit}"))
    write(f"{name}/lint_rules/too_many_units.py", CHECK.replace("devices hold", f"{name} holds"))
    write(f"{name}/lstm-lint.toml", "rule-paths = ['lint_rules']\n")


@pytest.mark.parametrize("paths", [("a", "b", "x.py"), ("b", "x.py", "a"), ("x.py", "b/train.py", "a")])
def test_each_project_has_its_own_rules(capsys: Capsys, paths: tuple[str, ...]) -> None:
    project("a", "512")
    project("b", "700")
    project("c", "2000")
    write("x.py", SCRIPT + "encoder = layers.LSTM(1024)  # noqa: OUR101\n")
    code, out, _ = run(capsys, *paths, "c", *CONCISE)
    assert code == 1 and sorted(out.splitlines()) == [
        "a/train.py:3:23: OUR101 [warning] `units=1024` is more than the 512 that our a holds; write 512 or less",
        "b/train.py:3:23: OUR101 [warning] `units=1024` is more than the 700 that our b holds; write 700 or less",
    ]
    sarif = json.loads(run(capsys, *paths, "--output-format", "sarif")[1])
    assert [rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]] == ["OUR101"]


def test_rules_of_one_project_are_unknown_in_another(capsys: Capsys) -> None:
    project("a", "512")
    write("b/lstm-lint.toml", "ignore = ['OUR101']\n")
    write("b/x.py", SCRIPT)
    for paths in (("a", "b"), ("b", "a")):
        assert "b/lstm-lint.toml:1: `ignore`: there is no rule `OUR101`" in refused(capsys, *paths)


def test_code_that_one_project_uses_twice_is_an_error(capsys: Capsys) -> None:
    project("a", "512")
    project("b", "512")
    write("a/lstm-lint.toml", "rule-paths = ['lint_rules', '../b/lint_rules']\n")
    assert "`OUR101` is in use already" in refused(capsys, "a/train.py")


# --- within the repository -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../outside.toml", "link.toml", "{outside}", "sub/../../outside.toml"])
def test_extended_file_lies_in_the_repository(capsys: Capsys, folder: Path, name: str) -> None:
    outside = write("../outside.toml", "select = ['LL505']\n").absolute()
    Path("link.toml").symlink_to(outside)
    write("x.py", RISKY)
    write("lstm-lint.toml", f"extend = '{name.format(outside=outside)}'\n")
    said = refused(capsys, "x.py")
    assert "`extend`: " in said and f"leads out of {folder}" in said and "--config" in said
    assert run(capsys, "x.py", "--config", "../outside.toml", *CONCISE)[0] == 1


def test_baseline_lies_in_the_repository(capsys: Capsys, folder: Path) -> None:
    write("x.py", RISKY)
    write("lstm-lint.toml", "select = ['LL505']\nbaseline = '../known.json'\n")
    for arguments in (("x.py",), ("x.py", "--write-baseline")):
        assert f"`baseline`: ../known.json leads out of {folder}" in refused(capsys, *arguments)
    assert not Path("../known.json").exists()
    assert run(capsys, "x.py", "--baseline", "../known.json", "--write-baseline")[0] == 0
    assert run(capsys, "x.py", "--baseline", "../known.json")[0] == 0


def test_configuration_that_is_a_link_lies_in_the_repository(capsys: Capsys, folder: Path) -> None:
    write("../outside.toml", "select = ['LL505']\n")
    write("x.py", RISKY)
    Path("lstm-lint.toml").symlink_to("../outside.toml")
    assert "it is a link that leads out of" in refused(capsys, "x.py")
    Path("lstm-lint.toml").unlink()
    write("shared/inside.toml", "select = ['LL505']\n")
    Path("lstm-lint.toml").symlink_to("shared/inside.toml")
    assert run(capsys, "x.py", *CONCISE)[0] == 1


def test_without_a_repository_the_current_folder_is_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "plain" / "sub"
    here.mkdir(parents=True)
    (here.parent / "base.toml").write_text("profile = 'strict'\n", "utf-8")
    (here / "lstm-lint.toml").write_text("extend = '../base.toml'\n", "utf-8")
    monkeypatch.chdir(here.parent)
    found = config.discover("sub")
    assert found is not None and found.said("profile") == "strict"
    monkeypatch.chdir(here)
    with pytest.raises(ConfigError, match="leads out of"):
        config.discover(".")


def test_file_that_the_caller_names_may_extend_what_lies_beside_it(capsys: Capsys) -> None:
    write("x.py", RISKY)
    write("../mine/base/base.toml", "select = ['LL505']\n")
    write("../mine/own/lint.toml", "extend = '../base/base.toml'\n")
    assert run(capsys, "x.py", "--config", "../mine/own/lint.toml", *CONCISE)[0] == 1


def test_package_that_is_extended_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("../site/our_base/lstm-lint.toml", "extend = 'inner/more.toml'\n")
    write("../site/our_base/inner/more.toml", "profile = 'strict'\n")
    write("../site/outside.toml", "profile = 'strict'\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    write("lstm-lint.toml", "extend = 'package:our_base'\n")
    found = config.discover(".")
    assert found is not None and found.said("profile") == "strict"
    write("lstm-lint.toml", "extend = 'package:our_base/../outside.toml'\n")
    with pytest.raises(ConfigError, match="leads out of the package"):
        config.discover(".")
    write("../site/our_base/lstm-lint.toml", "extend = '../outside.toml'\n")
    write("lstm-lint.toml", "extend = 'package:our_base'\n")
    with pytest.raises(ConfigError, match="leads out of"):
        config.discover(".")


def test_files_that_extend_each_other_many_times_are_an_error() -> None:
    for number in range(12):
        write(f"c{number}.toml", f"extend = ['c{number + 1}.toml', 'c{number + 1}.toml']\n")
    write("c12.toml", "")
    with pytest.raises(ConfigError, match="more than 100 files are extended"):
        config.read("c0.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (".".join("a" * 100_000) + " = 1", "not valid TOML: keys of too many parts"),
        (
            "\n".join(f"[{'a.' * 200}b{number}]" for number in range(600)),
            "not valid TOML: keys of too many parts",
        ),
        ("x = {" + "a." * 50_000 + "b = 1}", "not valid TOML: keys of too many parts"),
        (
            "select = [" + ",".join(f"'LL9{number}'" for number in range(60_000)) + "]",
            "(and at least 9 more)",
        ),
        ("\n".join(f"k{number} = 1" for number in range(60_000)), "(and at least 9 more)"),
        ("[per-file-ignores]\n" + "\n".join(f"'{n}' = []" for n in range(2001)), "more than 2000 globs"),
        ("".join(f"[[overrides]]\npaths = ['{n}', 'x']\n" for n in range(1001)), "more than 2000 globs"),
    ],
    ids=["key", "headers", "inline", "codes", "keys", "globs", "overrides"],
)
def test_hostile_configuration_is_refused_with_bounded_work(text: str, says: str) -> None:
    from lstm_lint.settings.valid import check

    def read() -> None:
        with pytest.raises(ConfigError) as caught:
            found = config.discover(".")
            assert found is not None
            check(found)
        assert says in str(caught.value) and len(str(caught.value)) < 500

    write("lstm-lint.toml", text)
    assert calls(read) < 5 * len(text)  # characters: it takes at most 2.5 for each


def test_many_spellings_of_one_selector_are_one() -> None:
    from lstm_lint.rulebook import rulebook
    from lstm_lint.settings.settings import Selection, decide

    asked: list[str] = []
    matching = rulebook.matching
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook, "matching", lambda selector: asked.append(selector) or matching(selector))
        decide((Selection("the test", ("LL203", *(f"{' ' * number}ll203" for number in range(1000)))),))
    assert asked == ["LL203"]


def test_large_configuration_is_an_error_and_a_large_pyproject_of_others_is_none() -> None:
    write("lstm-lint.toml", "# " + "x" * (1 << 20))
    with pytest.raises(ConfigError, match="more than 1 MB"):
        config.discover(".")
    Path("lstm-lint.toml").unlink()
    write("pyproject.toml", "# " + "x" * (1 << 20))
    assert config.discover(".") is None
