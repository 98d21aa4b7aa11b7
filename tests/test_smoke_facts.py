"""What pages tell smoke training: every page is understood, no code of a rule is known anywhere else."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from tempfile import mkdtemp

import pytest
from command_line import ROOT, Capsys, run

import lstm_lint
from lstm_lint import checks
from lstm_lint.findings import Finding
from lstm_lint.lint import lint, target_of
from lstm_lint.reader import read
from lstm_lint.rulebook import plugins, rule_page, rulebook
from lstm_lint.rulebook.rule_page import Rule, RulebookError
from lstm_lint.settings.settings import Settings
from lstm_lint.smoke import facts
from lstm_lint.smoke.mend import CHANGES
from lstm_lint.smoke.plan import Job, plan
from lstm_lint.smoke.specification import Data
from lstm_lint.source.source import from_bytes

PACKAGE = Path(lstm_lint.__file__).parent
RULES = rule_page.read_rules(rule_page.directory())
PAGE = """+++
code = "OUR101"
name = "too-many-units"
severity = "warning"
group = "house"
default = true
fix = "none"
keras = ">=2"
{smoke}
since = "1.0"
{table}
+++
# Too many units
"""
CHECK = """
from lstm_lint.checks import check, mends, plants


@check("too-many-units")
def too_many_units(script):
    for layer, model in script.layers():
        if layer.is_recurrent and (layer.number("units") or 0) > 40:
            yield layer.problem("too many units", at="units", model=model)
"""
SCRIPT = """
import keras
from keras import layers

model = keras.Sequential([keras.Input((30, 4)), layers.LSTM(48), layers.Dense(1)])
model.compile("adam", "mse")
"""


# --- our pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_table_of_a_page_is_understood(rule: Rule) -> None:
    known = facts.of(rule.code)
    assert known.probe == rule.smoke
    if isinstance(known.mend, dict):
        assert known.mend.keys() <= CHANGES.keys()
        assert set(known.mend.get("sound", ())) <= {one.name for one in fields(Data)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_code_is_in_the_file_of_the_check_where_the_page_says_so(rule: Rule) -> None:
    known = facts.of(rule.code)
    assert (checks.mending(rule.name) is not None) == (known.mend == facts.CODE)
    assert (checks.planting(rule.name) is not None) == (known.plant == facts.CODE)


def test_the_registry_names_the_probe_whatever_else_the_page_says(capsys: Capsys) -> None:
    _, out, _ = run(capsys, "rule", "--all", "--output-format", "json")
    named = {rule["code"]: rule["smoke"] for rule in json.loads(out)}
    assert named["LL203"] == "loss-ratio" and named["LL102"] == "builds" and named["LL601"] == "none"
    assert all(isinstance(probe, str) for probe in named.values())


def test_pages_with_a_table_are_read_without_a_parser_of_toml() -> None:
    reads = "from lstm_lint.rulebook import rulebook; rulebook.rules()"
    program = f"import sys; {reads}; sys.exit('tomllib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0


# --- no rule by its number --------------------------------------------------------------------------------

# Rules of the engine itself, which speak of files, suppressions and settings: no check could find them alone.
OF_THE_ENGINE = {
    ("run/baseline.py", "LL001"),  # a file that does not parse is in no baseline
    ("output/__init__.py", "LL001"),  # a file that does not parse was not read
    ("testing.py", "LL001"),  # its blocks need not parse
    ("testing.py", "LL002"),  # its blocks are checked by all rules
    ("source/suppress.py", "LL002"),  # does not count what it would itself report
    ("settings/settings.py", "LL004"),  # what `require-reason` switches on
    ("settings/keys.py", "LL004"),  # and its description
    ("settings/keys.py", "LL001"),  # the description of `unfinished`
}
# Texts for people, with a rule for an example.
EXAMPLES = {
    ("command/app.py", "LL203"), ("command/init.py", "LL203"), ("command/init.py", "LL505"),
    ("settings/keys.py", "LL203"),
}  # fmt: skip


def quoted(file: Path) -> Iterator[str]:
    """The codes of rules in the texts of a module, but for its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield from re.findall(r"\bLL\d{3}\b", node.value)


def test_no_rule_is_known_by_its_code_but_to_its_page_and_its_check() -> None:
    own = {f"checks/{rule.name.replace('-', '_')}.py": rule.code for rule in RULES}
    found = {
        (name, code)
        for file in PACKAGE.rglob("*.py")
        if file.parent.name != "watch"  # which says in a training what rules say of a script, by their codes
        for code in quoted(file)
        if code != own.get(name := file.relative_to(PACKAGE).as_posix())
    }
    assert found == OF_THE_ENGINE | EXAMPLES


def test_smoke_training_does_not_even_speak_of_a_rule_by_its_code() -> None:
    for file in (PACKAGE / "smoke").glob("*.py"):
        assert not re.search(r"LL\d{3}", file.read_text("utf-8")), file.name


# --- the pages of plug-ins --------------------------------------------------------------------------------


def planned(folder: Path, page: str, check: str = CHECK, script: str = SCRIPT) -> Job:
    """The job of the finding of a plug-in, in a folder of its own: pages are read once."""
    folder = Path(mkdtemp(dir=folder))
    (folder / "OUR101-too-many-units.md").write_text(page, encoding="utf-8")
    (folder / "too_many_units.py").write_text(check, encoding="utf-8")
    try:
        plugins.use_local((folder,))
        rulebook.load_plugins()
        source = from_bytes(script.encode(), "train.py")
        settings = Settings(keras="3", rule_paths=(str(folder),))
        found: list[Finding] = [one for one in lint(source, settings) if one.code == "OUR101"]
        return plan(read(source, target_of(source, settings)), found)[0]
    finally:
        plugins.use_local(())


def test_a_page_of_a_plug_in_may_name_its_probe_alone(tmp_path: Path) -> None:
    job = planned(tmp_path, PAGE.format(smoke='smoke = "builds"', table=""))
    assert job.probe == "builds" and job.written is not None and job.fixed is None
    job = planned(tmp_path, PAGE.format(smoke='smoke = "none"', table=""))
    assert job.probe == "none" and job.written is None


def test_a_page_of_a_plug_in_may_say_how_it_is_mended(tmp_path: Path) -> None:
    table = '[smoke]\nprobe = "loss-ratio"\nmend = { set = { units = 8 } }\nplant = { scale = 5.0 }'
    job = planned(tmp_path, PAGE.format(smoke="", table=table))
    assert job.written is not None and job.fixed is not None
    assert [arm.nodes[0].arguments["units"] for arm in (job.written, job.fixed)] == [48, 8]
    assert job.written.data.scale == job.fixed.data.scale == 5.0


def test_the_check_of_a_plug_in_may_mend_and_plant_in_code(tmp_path: Path) -> None:
    code = """

@mends("too-many-units")
def halved(specification, defect):
    return specification.changed(defect.node, units=defect.value // 2)


@plants("too-many-units")
def planted(specification, one):
    return "nothing to see" if one.value == 60 else specification.with_data(ordered=True)
"""
    page = PAGE.format(smoke="", table='[smoke]\nprobe = "loss-ratio"\nmend = "code"\nplant = "code"')
    job = planned(tmp_path, page, CHECK + code)
    assert job.fixed is not None and job.fixed.nodes[0].arguments["units"] == 24 and job.fixed.data.ordered
    job = planned(tmp_path, page, CHECK + code, SCRIPT.replace("48", "60"))
    assert job.written is None and job.reason == "nothing to see"


@pytest.mark.parametrize(
    "line",
    [
        "color = 3", "mend = 3", 'mend = "cod"', "plant = { color = 1 }", 'about = ["me"]', 'steps = "short"',
        "units = 1.5", 'rebuild = "all"', "advice = true", "noise = [1]", "mend = { paint = 1 }", "mend = { set = 1 }",
    ],
)  # fmt: skip
def test_a_table_that_smoke_training_does_not_understand_is_named(tmp_path: Path, line: str) -> None:
    page = PAGE.format(smoke="", table=f'[smoke]\nprobe = "loss-ratio"\n{line}')
    with pytest.raises(RulebookError, match="OUR101"):
        planned(tmp_path, page)


@pytest.mark.parametrize("table", ["[smoke]\nmend = 3", "[smoke]\nprobe = 3", "[smoke]\n[colors]\nred = 1"])
def test_a_table_without_a_probe_is_no_rule_page(tmp_path: Path, table: str) -> None:
    page = tmp_path / "OUR101-too-many-units.md"
    page.write_text(PAGE.format(smoke="", table=table), encoding="utf-8")
    with pytest.raises(RulebookError, match="OUR101"):
        rule_page.read_rule(page)


def test_a_plug_in_that_fails_in_smoke_training_is_named(tmp_path: Path) -> None:
    code = "\n\n@mends('too-many-units')\ndef fails(specification, defect):\n    raise ValueError('no')\n"
    page = PAGE.format(smoke="", table='[smoke]\nprobe = "loss-ratio"\nmend = "code"')
    with pytest.raises(
        plugins.PluginError, match="OUR101 of a plug-in failed in smoke training: ValueError: no"
    ):
        planned(tmp_path, page, CHECK + code)
