"""What a repository can put into the output: no character that a terminal obeys, no line of its own.

A repository with the same hostile text in all that it can name - files, folders, settings, rules, layers, values,
comments - goes through every command and every format, and the bytes of both streams and of the files that are
written are looked at.
"""

from __future__ import annotations

import ast
import io
import json
import os
import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from command_line import process

from lstm_lint.command import options, streams
from lstm_lint.command.cli import main
from lstm_lint.settings.load import load
from lstm_lint.source.printable import Line, cells, json_document, json_text, line, lines, shown, xml_text

# Colors, the title of the window, bell, backspace, C1 codes, turned text, invisible text, ends of lines.
TERMINAL = "\x1b[31m\x1b]0;PWNED\x07\x08\x7f\x9b2J\u202e\u2066\u200f\u061c\u200b\ufeff\U000e0041\u3164"
TERMINAL += "\u2028\u2029\x85\x0b\x0c"
# Commands to the services that read logs, each on a line of its own and in the middle of one.
SERVICES = "\r\n::error::PWNED\n  ::stop-commands::x\n##[error]PWNED ##vso[task.complete]PWNED ##teamcity[x]"
HOSTILE = TERMINAL + SERVICES
IN_A_NAME = HOSTILE.replace("/", "")
WRITTEN = HOSTILE.encode("unicode_escape").decode()  # as an escaped string literal of Python
# What source lines can hold as it is: all but what ends a line.
RAW = (
    "\x1b[31m\x1b]0;PWNED\x07\u202e\u2066\u200f\u200b\ufeff\U000e0041\u3164\u2028\x85\x0b\x0c ##[error]PWNED"
)

SELECTOR = re.sub(r"[\[\]#]", "", RAW)


def toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


SCRIPT = f'''\
import keras
from keras import layers

KIND = "{WRITTEN}"
TEXT = """{RAW}
::error::PWNED
  ::stop-commands::x
##[error]PWNED
"""
if KIND == FLAG:  # {RAW}
    first = keras.Sequential([keras.Input((120, 3)), layers.LSTM(32, activation="relu", name="{WRITTEN}")], name=KIND)
    first.compile(optimizer=keras.optimizers.Adam(lr=1e-3, name=KIND), loss=KIND, metrics=[KIND])  # {RAW}
    first.fit(x, y, epochs="{WRITTEN}", callbacks=[keras.callbacks.EarlyStopping(monitor="{WRITTEN}")])
second = keras.Sequential([keras.Input((120, 3)), layers.GRU(8, dropout=0.9, activation=KIND, name=KIND)])
second.add(layers.LSTM(32, activation="relu"))  # lstm-lint: ignore[LL203] {RAW}
second.add(layers.LSTM(32, activation=KIND))  # lstm-lint: ignore[{SELECTOR}]
second.compile(optimizer="{WRITTEN}", loss="mse")
loaded = keras.models.load_model(KIND)
loaded.compile(optimizer=keras.optimizers.SGD(KIND), loss="{WRITTEN}")
'''
PAGE = f"""\
+++
code = "OUR101"
name = "some-rule"
severity = "warning"
group = "structure"
default = true
fix = "none"
keras = ">=2"
smoke = "none"
not_confirmable = {toml(HOSTILE)}
since = "0.1"
link = {toml(HOSTILE)}

[options]
word = {toml(HOSTILE)}
+++
# A title {RAW}

## Why

{HOSTILE}

## Bad

```python
{RAW}
::error::PWNED
```
"""
CHECK = """
from lstm_lint.checks import check


@check("some-rule")
def some_rule(script, *, word=""):
    for layer, _ in script.layers():
        yield layer.problem(f"{layer.name} and {word}", at="units")
"""
BROKEN = f'raise ValueError("{WRITTEN}")\n'
MODEL = 'keras.Sequential([keras.Input((120, 3)), layers.LSTM(4, activation="relu"), layers.Dense(1)])'
EXACT = re.compile("^::(error|warning|notice) file=[^:]*::")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_STEP_SUMMARY", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".git").mkdir()
    inner = tmp_path / IN_A_NAME
    inner.mkdir()
    (inner / f"{IN_A_NAME}.py").write_text(SCRIPT, encoding="utf-8")
    (inner / f"::error::{IN_A_NAME}.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / f"::warning::{IN_A_NAME}.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "broken.py").write_text(f"import keras\nkeras.layers.LSTM( # {RAW}\n", encoding="utf-8")
    (tmp_path / "binary.py").write_bytes(b"keras LSTM \0" + HOSTILE.encode())
    (tmp_path / "coding.py").write_bytes(f"# coding: {'x'}{TERMINAL}\nkeras LSTM\n".encode())
    (tmp_path / "irrelevant\x1b[31m.py").write_text("", encoding="utf-8")
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": SCRIPT},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": f"%%bash\n{HOSTILE}"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": f"layers.LSTM( {RAW}"},
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / f"{IN_A_NAME}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    rules = tmp_path / f"rules {IN_A_NAME}"
    rules.mkdir()
    (rules / "OUR101-some-rule.md").write_text(PAGE, encoding="utf-8")
    (rules / "some_rule.py").write_text(CHECK, encoding="utf-8")
    settings(f"extend-exclude = [{toml(HOSTILE)}]\n")
    return tmp_path


def settings(more: str = "") -> None:
    """The config of the repository, hostile where it may be."""
    text = (
        f"rule-paths = [{toml(f'rules {IN_A_NAME}')}]\n{more}\n"
        f"[per-file-ignores]\n{toml(HOSTILE)} = ['LL203']\n{toml('*')} = ['LL602']\n"
        f"[[overrides]]\npaths = [{toml(HOSTILE)}]\nignore = ['LL2']\n"
        f"[rules.some-rule]\nword = {toml(HOSTILE)}\n"
    )
    Path("lstm-lint.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def ran(capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs a command in this process; the bytes of both streams are harmless."""

    def run(*arguments: str, color: bool = False, form: str = "", tabs: bool = False) -> tuple[int, bytes]:
        code = main(arguments)
        captured = capsysbinary.readouterr()
        assert_harmless(captured.out, color=color, form=form, tabs=tabs)
        assert_harmless(captured.err, tabs=tabs)
        assert b"internal error" not in captured.err
        assert "-v" in arguments or b"Traceback" not in captured.err
        assert code in (0, 1, 2)
        return code, captured.out + captured.err

    return run


def assert_harmless(data: bytes, *, color: bool = False, form: str = "", tabs: bool = False) -> None:
    text = data.decode("utf-8")
    if color:
        text = re.sub(r"\x1b\[(?:1|2|32|1;3[136]|0)m", "", text)  # our own
    found = {char for char in text if not is_harmless(char)} - {"\n"} - ({"\t"} if tabs else set())
    assert not found, found
    for one in text.split("\n"):
        assert not re.search(r"##[A-Za-z]*\[", one), one
        begun = one.lstrip()
        assert not begun.startswith("PWNED"), one
        assert not begun.startswith("::") or (form == "github" and EXACT.match(one)), one


def is_harmless(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") and char != "\u3164"


# A page is drawn by packages that an environment for development alone lacks.
FORMATS = tuple(one for one in options.FORMATS if one != "html" or find_spec("matplotlib"))
FILES = [".", f"{IN_A_NAME}/{IN_A_NAME}.py", f"{IN_A_NAME}.ipynb"]


# --- check -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("jobs", ["1"])
def test_every_format(ran: Any, form: str, jobs: str) -> None:
    for more in (
        (),
        ("--profile", "strict", "-v"),
        ("--statistics", "--fail-on", "never"),
        ("--ignore-suppressions",),
    ):
        code, out = ran("--output-format", form, "--jobs", jobs, "--no-cache", *more, form=form)
        assert code in (0, 1) and (b"PWNED" in out or form == "sarif")
        assert b"LL203" in out and b"OUR101" in out


def test_answers_from_the_cache_are_as_harmless(ran: Any) -> None:
    settings()
    Path("lstm-lint.toml").unlink()
    for _ in range(2):
        assert ran("--profile", "strict")[0] == 1


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_in_a_file(ran: Any, form: str, folder: Path) -> None:
    ran("--output-format", form, "--output-file", "found")
    assert_harmless((folder / "found").read_bytes(), form=form)


def test_colors_are_our_own_alone(ran: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for arguments in (("--profile", "strict"), ("model", FILES[1]), ("--diff",)):
        assert b"PWNED" in ran(*arguments, color=True, tabs=True)[1]


def test_summary_of_a_job(ran: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    ran("--output-format", "github", form="github")
    assert_harmless((folder / "summary.md").read_bytes())


def test_machines_get_the_true_text(ran: Any) -> None:
    found = json.loads(ran("--output-format", "json", f"{IN_A_NAME}/{IN_A_NAME}.py")[1])["findings"]
    assert {one["path"] for one in found} == {f"{IN_A_NAME}/{IN_A_NAME}.py"}
    assert any(HOSTILE in one["message"] for one in found)
    assert any(one["layer"] == HOSTILE for one in found)
    xml = ran("--output-format", "junit", f"{IN_A_NAME}/{IN_A_NAME}.py")[1].decode()
    cases = list(ElementTree.fromstring(xml).iter("testcase"))
    assert cases and all(
        "\u202e\u2066\u200f" in str(case.get("classname")) and "##[error]" in str(case.get("classname"))
        for case in cases
    )


def test_columns_and_carets_stay_right(ran: Any) -> None:
    Path("one.py").write_text(
        f'from keras import layers; import keras\nx = "{RAW}"; {MODEL}\n',
        encoding="utf-8",
    )
    code, out = ran("one.py", "--select", "LL203")
    text = out.decode()
    frame, carets = (one for one in text.split("\n") if one.startswith(("2 |", "  | ")))
    column = 1 + Path("one.py").read_text(encoding="utf-8").split("\n")[1].index('"relu"')
    assert text.startswith(f"one.py:2:{column}: ") and code == 1
    assert frame[carets.index("^") : carets.rindex("^") + 1] == '"relu"'


@pytest.mark.parametrize("more", [(), ("--unsafe-fixes",), ("-v", "--profile", "strict")])
def test_diff(ran: Any, more: tuple[str, ...]) -> None:
    code, out = ran("--diff", *more, tabs=True)
    assert code == 1 and b"+++ " in out and b"PWNED" in out


def test_tabs_of_a_diff_stay(ran: Any) -> None:
    text = f"from keras import layers\nimport keras\nif True:\n\t{MODEL}\n"
    Path("one.py").write_text(text, encoding="utf-8")
    assert b"\n+\tkeras.Seq" in ran("--diff", "one.py", tabs=True)[1]


def test_fixes_and_what_is_said_of_them(ran: Any, folder: Path) -> None:
    assert ran("--interactive", tabs=True)[0] == 1  # no terminal here: the end of input is the answer
    for arguments in (("--fix",), ("--fix", "--unsafe-fixes", "-v"), ("--add-noqa",)):
        ran(*arguments)
    before = (folder / IN_A_NAME / f"{IN_A_NAME}.py").read_text(encoding="utf-8")
    assert RAW in before and WRITTEN in before  # the files themselves keep what they hold


def test_questions(ran: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\nn\ny\nq\n"))
    assert b"Apply this fix?" in ran("--interactive", tabs=True)[1]


def test_standard_input(
    ran: Any, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for form in FORMATS:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SCRIPT.encode())))
        ran("-", "--stdin-filename", f"{IN_A_NAME}.py", "--output-format", form, form=form)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SCRIPT.encode())))
    main(["-", "--fix"])
    captured = capsysbinary.readouterr()
    assert_harmless(captured.err)
    assert RAW.encode() in captured.out  # an editor takes it: the source as it is


def test_baselines(ran: Any, folder: Path) -> None:
    for arguments in (("--write-baseline",), ("--prune-baseline",), ()):
        ran("--baseline", IN_A_NAME + ".json", *arguments, "-v")
    written = (folder / f"{IN_A_NAME}.json").read_bytes()
    assert_harmless(written)
    assert any(HOSTILE in one["path"] for one in json.loads(written)["findings"])
    (folder / IN_A_NAME / f"{IN_A_NAME}.py").unlink()
    ran("--baseline", IN_A_NAME + ".json")
    (folder / "bad.json").write_text(json.dumps({"version": HOSTILE, "findings": []}), encoding="utf-8")
    assert ran("--baseline", "bad.json")[0] == 2


# --- the other commands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "mermaid"])
def test_model(ran: Any, form: str) -> None:
    for file in FILES[1:]:
        assert b"PWNED" in ran("model", file, "--output-format", form)[1]
    for file in ("broken.py", "binary.py", "coding.py"):
        ran("model", file, "--output-format", form)


def test_model_in_a_narrow_terminal(ran: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(os, "isatty", lambda descriptor: True)
    from lstm_lint.command import model

    script, source = model.read_models(FILES[1], load(None))
    from lstm_lint.output.model import render_text

    for width in range(20, 120, 7):
        text = "".join(lines(render_text(script, source, width=width)))
        assert_harmless(text.encode())


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_rules(ran: Any, form: str) -> None:
    ran("rule", "--all", "--output-format", form)
    ran("rule", "OUR101", "--output-format", form)
    ran("rule", HOSTILE, "--output-format", form)
    rule = "".join(lines(rendered_rule(form)))
    assert_harmless(rule.encode())
    assert "PWNED" in rule


def rendered_rule(form: str) -> Iterator[str]:
    from lstm_lint.output.rule import render_rule
    from lstm_lint.rulebook.rule_page import read_rule

    return render_rule(read_rule(Path(f"rules {IN_A_NAME}", "OUR101-some-rule.md")), form)


def test_config(ran: Any) -> None:
    for arguments in ((), (FILES[1],), (IN_A_NAME,), ("--select", HOSTILE)):
        assert b"PWNED" in ran("config", *arguments)[1]
    ran("config", "--schema")


def test_init_and_clean(ran: Any) -> None:
    for arguments in (("init",), ("init", IN_A_NAME), ("init", f"none {IN_A_NAME}"), ("clean",)):
        ran(*arguments)


def test_smoke_names_the_file(ran: Any) -> None:
    assert ran("smoke", f"none {IN_A_NAME}.py")[0] == 2


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", [
    "--select", "--ignore", "--extend-select", "--profile", "--fail-on", "--keras", "--config", "--since", "--baseline",
    "--output-format", "--output-file", "--jobs", "--smoke-budget", "--device", "--add-noqa", "--exclude",
])  # fmt: skip
def test_values_of_options(ran: Any, option: str) -> None:
    ran(f"{option}={HOSTILE}", FILES[1])
    ran("smoke", f"{option}={HOSTILE}", "none.py")


def test_words_that_are_no_option_and_no_path(ran: Any) -> None:
    for word in (f"none{HOSTILE}", f"--{HOSTILE}", f"--select{HOSTILE}", f"./{IN_A_NAME}/none.py"):
        assert ran(word)[0] == 2
        assert ran("model", word)[0] == 2
        assert ran("rule", word)[0] == 2


@pytest.mark.parametrize("text", [
    f"{toml(HOSTILE)} = 1",
    f"select = [{toml(HOSTILE)}]",
    f"profile = {toml(HOSTILE)}",
    f"keras = {toml(HOSTILE)}",
    f"output-format = {toml(HOSTILE)}",
    f"baseline = {toml(HOSTILE)}",
    f"extend = {toml(HOSTILE)}",
    f"rule-paths = [{toml(HOSTILE)}]",
    f"[rules.{toml(HOSTILE)}]",
    f"[rules.LL203]\n{toml(HOSTILE)} = 1",
    f"[rules.LL203]\nwarn_from = {toml(HOSTILE)}",
    f"[severity]\n{toml(HOSTILE)} = 'error'",
    f"[severity]\nLL203 = {toml(HOSTILE)}",
    f"[[overrides]]\npaths = [{toml(HOSTILE)}]\n{toml(HOSTILE)} = 3",
    f"[{HOSTILE}]",
    f"exclude = {toml(HOSTILE)}",
])  # fmt: skip
def test_settings_that_cannot_be_followed(ran: Any, text: str) -> None:
    Path("lstm-lint.toml").write_text(text, encoding="utf-8")
    for arguments in ((), ("config",), ("-v",)):
        ran(*arguments)


@pytest.mark.parametrize(
    "text",
    [BROKEN, "def broken(:\n", CHECK.replace("for layer", f"raise ValueError('{WRITTEN}')\n    for layer")],
)
def test_rules_that_break(ran: Any, text: str, folder: Path) -> None:
    (folder / f"rules {IN_A_NAME}" / "some_rule.py").write_text(text, encoding="utf-8")
    assert ran("-v")[0] == 2


def test_what_python_says_of_the_source_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "always")  # as newer Pythons do by default: of invalid escapes
    odd = MODEL.replace("relu", "\\d relu \\\x1b")
    Path("one.py").write_text(f"from keras import layers; import keras\nm = {odd}\n", encoding="utf-8")
    for arguments in (("one.py", "--no-cache"), ("--diff", "one.py"), ("model", "one.py")):
        done = process(*arguments)
        assert b"Warning" not in done.stderr and b"Traceback" not in done.stderr
        assert_harmless(done.stdout)
        assert_harmless(done.stderr)


def test_own_failures(
    ran: Any, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from lstm_lint import lint as module
    from lstm_lint.command import check

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(HOSTILE)

    monkeypatch.setattr(module, "outcome", fail)
    assert main(["-v", "--no-cache", FILES[1]]) == 2
    captured = capsysbinary.readouterr()
    assert b"internal error: ZeroDivisionError" in captured.err and b"Traceback" in captured.err
    assert_harmless(captured.err)
    assert_harmless(captured.out)
    monkeypatch.setattr(check, "_must_exist", fail)
    assert main(["-v", FILES[1]]) == 2
    assert_harmless(capsysbinary.readouterr().err)


def test_git_is_not_quoted_as_it_is(ran: Any, folder: Path) -> None:
    (folder / ".git" / "HEAD").write_text(HOSTILE, encoding="utf-8")
    (folder / ".git" / "config").write_text(f"[core]\n\tbare = {TERMINAL}\n", encoding="utf-8")
    assert ran("--since", "main")[0] == 2
    assert ran("--since", HOSTILE)[0] == 2


def test_nothing_prints_past_the_one_way_out() -> None:
    package = Path(streams.__file__).parent.parent
    found = []
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called == "print" or re.match(
                    r"(sys\.std(out|err)|stream)(\.buffer)?\.(write|writelines)$", called
                ):
                    found.append(f"{file.relative_to(package).as_posix()}: {ast.unparse(node)}")
    allowed = {
        "smoke/runner.py: print(shown(text), file=sys.stderr)",  # for who looks into a training
        "kernel/magics.py: print(printable.shown(f'lstm-lint: {line}'))",  # below a cell
        "watch/watch.py: print(shown(line), file=stream, flush=True)",  # in the training of the user
        "server/worker.py: stream.write(LENGTH.pack(len(data)) + data)",  # to a process of ours
    }
    assert {one for one in found if not one.startswith("command/streams.py")} <= allowed


def test_a_summary_shows_no_entity_as_what_it_stands_for(ran: Any, folder: Path) -> None:
    Path("one.py").write_text(SCRIPT.replace(WRITTEN, "&#8238;<b>~~x~~"), encoding="utf-8")
    out = ran("one.py", "--output-format", "markdown", "--profile", "strict")[1].decode()
    outside = re.sub(r"`[^`]+`", "", out)
    assert "&#8238;" in out and not re.search(r"(?<!\\)[&<~]", outside)


# --- the function itself ---------------------------------------------------------------------------------------------


def test_every_character_is_harmless_or_escaped() -> None:
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        if (
            number > 0x3000
            and number % 101
            and not (0xD700 <= number < 0x10000 or 0xE0000 <= number < 0xE0200)
        ):
            continue  # a sample of the rest
        if not is_harmless(char):
            assert shown(char).isascii() and shown(char).isprintable(), number
            assert json.loads(json_text(char, ascii_only=False)) == char
            assert json_text(char, ascii_only=False).isprintable()
    assert shown("naïve 漢字 👍\ufe0f") == "naïve 漢字 👍\ufe0f"
    assert shown("a\tb\n\x00") == "a\\tb\\n\\x00"


@pytest.mark.parametrize(
    "text", ["::error::x", "  ::error::x", "\u3000::error::x", "\x0b::x", "##[group]", "a ##vso[x]", "###[x]"]
)
def test_nothing_is_a_command(text: str) -> None:
    for made in (line(text), line((text, "1"), " ", color=True), line("", "  ", text), *lines([text])):
        assert_harmless(made.encode(), color=True)


def test_a_comment_that_only_looks_like_a_command_stays() -> None:
    assert shown("## Heading [x] # noqa ##") == "## Heading [x] # noqa ##"
    assert line("path.py::test").startswith("path.py::test")


def test_lines_stay_as_they_are_and_texts_become_one_line() -> None:
    assert list(lines(["a\nb\n", Line("c\nd\n"), "e"])) == ["a\\nb\n", "c\nd\n", "e"]
    assert line("a\tb\x1b", tabs=True) == "a\tb\\x1b\n"
    assert shown(shown(HOSTILE)) == shown(HOSTILE)


def test_json_and_xml_keep_the_value() -> None:
    for ascii_only in (True, False):
        text = json_text({HOSTILE: [HOSTILE]}, ascii_only=ascii_only)
        assert json.loads(text) == {HOSTILE: [HOSTILE]}
        assert_harmless(text.encode())
    held = "".join(char for char in HOSTILE if ord(char) >= 0x20 or char in "\r\n\t")
    root = ElementTree.fromstring(f'<a b="{xml_text(held)}">{xml_text(held)}</a>')
    assert root.get("b") == root.text == held
    assert_harmless(xml_text(HOSTILE).encode())


def test_a_document_is_laid_out_as_the_standard_library_does_it() -> None:
    chance = random.Random(20261129)
    texts = ["", '"', "\\", "\\\\", '[{"a": 1}, {}]', "a,b: c", "漢\n", "\ud800"]
    plain = [None, True, False, 0, -1.5e300, float("inf"), *texts]

    def value(depth: int) -> object:
        kind = chance.choice("sld") if depth else "s"
        if kind == "s":
            return chance.choice(plain)
        values = [value(depth - 1) for _ in range(chance.randrange(4))]
        return values if kind == "l" else {chance.choice(texts): one for one in values}

    for _ in range(500):
        made = [value(5), value(5)]
        assert json_document(made) == json.dumps(made, indent=2) + "\n"


def test_cells_take_the_columns_that_they_show() -> None:
    assert cells("a\t漢\x1be\u0301##[") == [
        ("a", 1), ("    ", 4), ("漢", 2), ("\\x1b", 4), ("e", 1), ("\u0301", 0), ("#", 1), ("\\x23", 4), ("[", 1)
    ]  # fmt: skip


def test_progress_is_one_line_over_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    streams.progress(f"LL203: {HOSTILE}")
    err = capsys.readouterr().err
    assert err.startswith("\r\x1b[KLL203: ")
    assert_harmless(err.removeprefix("\r\x1b[K").encode())
