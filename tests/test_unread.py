"""What could not be read, and what comments silence: it is said, counted, and fails the run where that is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from command_line import CALM, ONLY, RISKY, Capsys, refused, run, write

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader import read
from lstm_lint.source import recurrent
from lstm_lint.source.source import from_bytes

HANDED = """\
import cells

app = cells.App()


@app.cell
def _():
    import keras

    return (keras,)


@app.cell
def _(keras):
    model = keras.Sequential([keras.layers.LSTM(8), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return (model,)
"""
WHY = "`keras` is a parameter here, and what is given for it is not known"
SILENCED = RISKY.rstrip("\n") + '  # lstm-lint: ignore[LL505] reviewed: "three" steps\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


def unread(text: str, path: str = "train.py") -> list[tuple[int, int, str, str]]:
    """Line, column, what and why."""
    source = from_bytes(text.encode(), path)
    found = recurrent.unread(source, read(source, parse_target("3")))
    return [(one.place.span.line, one.place.span.column, one.what, one.why) for one in found]


# --- which layers count as unread ----------------------------------------------------------------------------------


def test_layer_of_a_module_that_is_a_parameter() -> None:
    assert unread(HANDED) == [(15, 31, "`LSTM`", WHY)]


@pytest.mark.parametrize("text", [
    "def build(layers):\n    return layers.GRU(3)\nimport keras\n",
    "import keras\ndef build(rnn=None):\n    return rnn.SimpleRNN(3)\n",
    "build = lambda k: k.layers.LSTM(8)  # keras\n",
    "import importlib\nlayer = importlib.import_module('keras').layers.LSTM(8)\n",
    "layer = getattr(given.layers, 'LSTM')(8)  # keras\n",
    "from keras.layers import LSTM\nclass Model:\n    def build(self, layers):\n        return [layers.LSTM(3)]\n",
    "if x:\n    layer = K.LSTM(8)  # keras\n",
])  # fmt: skip
def test_layers_that_no_model_holds(text: str) -> None:
    (found,) = unread(text)
    assert found[2] in ("`GRU`", "`SimpleRNN`", "`LSTM`") and found[3]


@pytest.mark.parametrize("text", [
    CALM,
    "# keras.layers.LSTM(8)\nimport keras\n",
    "'''keras.layers.LSTM(8)'''\n",
    "from keras.layers import LSTM, GRU\n",
    "from keras.layers import (\n    LSTM,\n    GRU as G,\n)\n",
    "import torch.nn as nn\nfrom keras.utils import to_categorical\nlayer = nn.LSTM(8, 3)\n",
    "from torch.nn import LSTM  # not keras\nlayer = LSTM(8, 3)\n",
    "def cell(nn):\n    return nn.LSTM(8)\ndef other():\n    import torch.nn as nn  # keras\n    return nn\n",
    "import keras\nclass LSTM(keras.layers.Layer):\n    pass\n",
    "import keras\nclass Own(keras.layers.LSTM):\n    pass\n",
    "import keras\nfrom keras.layers import LSTM\nif isinstance(layer, (LSTM, keras.layers.GRU)):\n    pass\n",
    "import keras\ndef of(layer: keras.layers.LSTM) -> keras.layers.GRU:\n    pass\n",
    "import keras\nif type(layer) == keras.layers.LSTM:\n    pass\n",
    "import keras\nif False:\n    layer = keras.layers.LSTM(8)\n",
    "import keras, pytest\ndef test():\n    with pytest.raises(ValueError):\n        keras.layers.LSTM(-1)\n",
    "from keras import Sequential, layers\nm = Sequential([layers.Bidirectional(layers.LSTM(3),"
    " backward_layer=layers.LSTM(3, go_backwards=True)), layers.RNN(layers.LSTMCell(3))])\n",
    "import keras\nlayers = keras.layers\ncls = layers.LSTM\nm = keras.Sequential([cls(8), layers.GRU(3)])\n",
])  # fmt: skip
def test_what_is_read_or_is_no_layer_of_keras(text: str) -> None:
    assert unread(text) == []


def test_a_layer_that_is_read_hides_none_that_is_not() -> None:
    text = "import keras\ncls = keras.layers.LSTM\nm = keras.Sequential([keras.Input((5, 3)), cls(8)])\n"
    assert unread(text + "def build(k):\n    return k.layers.LSTM(3)\n")[0][:3] == (5, 12, "`LSTM`")
    renamed = text.replace("cls = keras.layers.LSTM", "from keras.layers import LSTM as cls")
    assert unread(renamed + "def build(k):\n    return k.layers.LSTM(3)\n")[0][:3] == (5, 12, "`LSTM`")
    assert len(unread(text + "def build(k):\n    return getattr(k.layers, 'GRU')(3)\n")) == 1


def test_a_class_that_is_only_handed_on_counts_where_nothing_else_was_read() -> None:
    handed = "import keras\ntry_all([keras.layers.LSTM, keras.layers.GRU])\n"
    assert unread(handed) == [(2, 10, "`LSTM`", "no call of it was read")]
    assert unread(CALM + "try_all([layers.GRU])\n") == []


def test_columns_count_characters() -> None:
    assert unread("def f(k):\n    ä = '漢'; return k.LSTM(3)  # keras\n")[0][:2] == (2, 21)


def test_what_does_not_parse_is_unread() -> None:
    assert unread("import keras\nkeras.layers.LSTM(\n")[0][2:] == (
        "this file",
        "it does not parse: '(' was never closed",
    )


# --- what is said of them ------------------------------------------------------------------------------------------


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text} for text in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_a_file_that_was_not_understood_is_not_all_clear(capsys: Capsys) -> None:
    write("app.py", HANDED)
    said = "Nothing found: 1 file read, 0 skipped. Not read: 1 place in 1 file (-v says where and why).\n"
    assert run(capsys, "app.py") == (0, said, "")
    assert run(capsys, "app.py") == (0, said, "")  # from the cache
    code, out, err = run(capsys, "app.py", "-v")
    assert (code, out) == (0, said) and f"lstm-lint: app.py:15: not read: `LSTM`: {WHY}\n" in err


def test_what_is_found_and_what_is_not_read_stand_side_by_side(capsys: Capsys) -> None:
    write("app.py", HANDED)
    write("risky.py", RISKY)
    code, out, _ = run(capsys, *ONLY)
    assert code == 1 and out.endswith(
        "Found 1 warning in 1 of 2 files. Not read: 1 place in 1 file (-v says where and why).\n"
    )


def test_unread_at_several_jobs(capsys: Capsys) -> None:
    for number in range(60):
        write(f"many/{number:02}.py", HANDED)
    for jobs in ("1", "2"):
        out = run(capsys, "many", "--no-cache", "--jobs", jobs, "--output-format", "json")[1]
        document = json.loads(out)
        assert [one["path"] for one in document["unread"]] == [f"many/{n:02}.py" for n in range(60)]
        assert document["summary"]["unread"] == 60


def test_json_lists_them_as_the_command_model_does(capsys: Capsys) -> None:
    book = write("book.ipynb", notebook("a = 1", "def f(k):\n    return k.LSTM(3)  # keras"))
    (one,) = json.loads(run(capsys, "book.ipynb", "--output-format", "json")[1])["unread"]
    line = 1 + book.read_text(encoding="utf-8").split("\n").index(next(
        text for text in book.read_text(encoding="utf-8").split("\n") if "k.LSTM" in text
    ))  # fmt: skip
    why = "`k` is a parameter here, and what is given for it is not known"
    assert one == {
        "path": "book.ipynb",
        "line": 2,
        "cell": 2,
        "file_line": line,
        "what": "`LSTM`",
        "why": why,
    }
    listed = json.loads(run(capsys, "model", "book.ipynb", "--output-format", "json")[1])["unread"]
    assert {"path": None, "line": 2, "cell": 2, "what": "`LSTM`", "why": why} in listed
    assert f"cell 2:2: `LSTM`: {why}" in run(capsys, "model", "book.ipynb")[1]


def test_sarif_notes_them_and_the_run_is_a_success(capsys: Capsys) -> None:
    write("app.py", HANDED)
    (told,) = json.loads(run(capsys, "app.py", "--output-format", "sarif")[1])["runs"]
    (invocation,) = told["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is True and note["level"] == "warning"
    assert note["message"]["text"] == f"app.py:15: not read: `LSTM`: {WHY}"
    where = note["locations"][0]["physicalLocation"]
    assert (where["artifactLocation"]["uri"], where["region"]) == ("app.py", {"startLine": 15})
    assert told["results"] == []


def test_other_formats_say_so_as_they_can(
    capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("app.py", HANDED)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    out = run(capsys, "app.py", "--output-format", "github")[1]
    assert out.startswith(
        "::notice file=app.py,line=15,endLine=15,title=not read::app.py:15: not read: `LSTM`: "
    )
    assert f"- `app.py:15`: not read: `LSTM`: {WHY}\n" in (folder / "summary.md").read_text(encoding="utf-8")
    suites = ElementTree.fromstring(run(capsys, "app.py", "--output-format", "junit")[1])
    (suite,) = suites
    assert (suites.get("tests"), suite.get("tests"), suite.get("skipped")) == ("1", "1", "1")
    assert [case.find("skipped") is not None for case in suite] == [True]


def test_a_finding_says_of_a_file_that_it_does_not_parse(capsys: Capsys) -> None:
    write("broken.py", "import keras\nkeras.layers.LSTM(\n")
    assert run(capsys, "broken.py")[1].endswith("Found 1 warning in 1 of 1 file.\n")
    assert len(json.loads(run(capsys, "broken.py", "--output-format", "json")[1])["unread"]) == 1
    code, out, _ = run(capsys, "broken.py", "--ignore", "LL001")
    assert code == 0 and out.startswith("Nothing found") and "Not read: 1 place in 1 file" in out
    Path("latin.py").write_bytes(b"import keras  # LSTM\n# gr\xfcn\n")
    code, _, err = run(capsys, "latin.py", "--ignore", "LL001", "-v")
    assert code == 0 and "latin.py:2: not read: this file: not valid utf-8" in err


def test_fail_on_unread(capsys: Capsys) -> None:
    write("app.py", HANDED)
    write("calm.py", CALM)
    assert run(capsys, "app.py", "--fail-on-unread")[0] == 1
    assert run(capsys, "app.py", "--fail-on-unread", "--fail-on", "never")[0] == 1
    assert run(capsys, "calm.py", "--fail-on-unread")[0] == 0
    write("lstm-lint.toml", "fail-on-unread = true\n")
    assert run(capsys, "app.py")[0] == 1 and run(capsys, "calm.py")[0] == 0
    assert "fail-on-unread = true\n" in run(capsys, "config")[1]
    write("lstm-lint.toml", "fail-on-unread = 'yes'\n")
    assert "`fail-on-unread`" in refused(capsys, "calm.py")


def test_since_counts_only_what_changed(capsys: Capsys) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    write("app.py", HANDED)
    write("risky.py", SILENCED)
    git("add", ".")
    git("commit", "-q", "-m", "first")
    write("app.py", HANDED + "x = 1\n")
    write("risky.py", SILENCED + "x = 1\n")
    assert run(capsys, "--since", "HEAD", "--fail-on-unread")[:2] == (
        0,
        "All clear: 2 files read, 0 skipped.\n",
    )
    write("app.py", HANDED.replace("LSTM(8)", "LSTM(9)"))
    write("risky.py", SILENCED.replace("reviewed", "seen"))
    code, out, _ = run(capsys, "--since", "HEAD", "--fail-on-unread")
    assert code == 1 and "(1 suppressed). Not read: 1 place in 1 file" in out


# --- what comments silence -----------------------------------------------------------------------------------------


def test_suppressed_findings_are_counted(capsys: Capsys) -> None:
    write("risky.py", SILENCED)
    for _ in range(2):  # the second time from the cache
        code, out, err = run(capsys, "risky.py", *ONLY)
        assert (code, out, err) == (0, "All clear: 1 file read, 0 skipped (1 suppressed).\n", "")
    document = json.loads(run(capsys, "risky.py", *ONLY, "--output-format", "json")[1])
    assert document["findings"] == [] and document["summary"]["suppressed"] == 1
    code, out, _ = run(capsys, "risky.py", *ONLY, "--ignore-suppressions")
    assert code == 1 and out.endswith("Found 1 warning in 1 of 1 file.\n")


def test_sarif_lists_what_is_suppressed_with_the_reason(capsys: Capsys) -> None:
    write("risky.py", SILENCED + "\n" + RISKY)
    write("noqa.py", RISKY.rstrip("\n") + "  # noqa: LL505\n")
    (told,) = json.loads(run(capsys, ".", *ONLY, "--output-format", "sarif")[1])["runs"]
    found = {
        (one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], json.dumps(one["suppressions"]))
        for one in told["results"]
    }
    reason = json.dumps([{"kind": "inSource", "justification": 'reviewed: "three" steps'}])
    assert found == {("risky.py", "[]"), ("risky.py", reason), ("noqa.py", '[{"kind": "inSource"}]')}
    assert len({one["partialFingerprints"]["primaryLocationLineHash"] for one in told["results"]}) == 3
    assert {rule["id"] for rule in told["tool"]["driver"]["rules"]} == {"LL505"}


def test_a_suppressed_finding_shifts_no_fingerprint(capsys: Capsys) -> None:
    def prints(text: str) -> list[str]:
        write("risky.py", text)
        results = json.loads(run(capsys, *ONLY, "--output-format", "sarif")[1])["runs"][0]["results"]
        return [
            one["partialFingerprints"]["primaryLocationLineHash"]
            for one in results
            if not one["suppressions"]
        ]

    ranges = (
        RISKY.replace("model.compile", "# lstm-lint: ignore-start[LL505] x\nmodel.compile")
        + "# lstm-lint: ignore-end\n"
    )
    assert prints(ranges + RISKY) == prints(RISKY)


def test_what_is_suppressed_is_no_finding_anywhere_else(capsys: Capsys) -> None:
    write("risky.py", SILENCED)
    for form in ("github", "gitlab", "rdjson", "concise", "markdown"):
        out = run(capsys, "risky.py", *ONLY, "--output-format", form)[1]
        assert "LL505" not in out
    assert run(capsys, "risky.py", *ONLY, "--write-baseline")[0] == 0
    assert json.loads(Path("lstm-lint-baseline.json").read_text(encoding="utf-8"))["findings"] == []
    assert run(capsys, "risky.py", *ONLY, "--fix")[0] == 0
    assert Path("risky.py").read_text(encoding="utf-8") == SILENCED


def test_add_noqa_makes_findings_suppressed_ones(capsys: Capsys) -> None:
    write("risky.py", RISKY)
    code, out, err = run(capsys, "risky.py", *ONLY, "--add-noqa")
    assert (code, err) == (0, "lstm-lint: silenced 1 finding\n") and "(1 suppressed)" in out
    write("risky.py", RISKY + SILENCED)
    code, out, err = run(capsys, "risky.py", *ONLY, "--fix")
    assert (code, err) == (0, "lstm-lint: fixed 1 finding\n") and "(1 suppressed)" in out


# --- options that do nothing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "said"), [
    (["--unsafe-fixes"], "--unsafe-fixes has no effect without --fix, --interactive or --diff"),
    (["--stdin-filename", "a.py"], "--stdin-filename has no effect without -"),
    (["--statistics", "--output-format", "json"], "--statistics has no effect with --output-format json"),
    (["--statistics", "--output-format", "markdown"], "--statistics has no effect with --output-format markdown"),
    (["--exit-non-zero-on-fix"], "--exit-non-zero-on-fix has no effect without --fix, --interactive or --add-noqa"),
    (["--smoke-budget", "3"], "--smoke-budget has no effect without --smoke"),
    (["--smoke-gate"], "--smoke-gate has no effect without --smoke"),
    (["--diff", "--output-format", "json"], "--output-format has no effect beside --diff"),
    (["--diff", "--fail-on-unread"], "--fail-on-unread has no effect beside --diff"),
    (["--write-baseline", "--output-file", "x"], "--output-file has no effect beside --write-baseline"),
    (["--interactive", "--jobs", "2"], "--jobs has no effect beside --interactive"),
])  # fmt: skip
def test_an_option_without_effect_says_so(capsys: Capsys, arguments: list[str], said: str) -> None:
    write("calm.py", CALM)
    assert f"lstm-lint: {said}\n" in run(capsys, "calm.py", *arguments)[2]
    assert said not in run(capsys, "calm.py", *arguments, "-q")[2]


@pytest.mark.parametrize("arguments", [
    ["--fix", "--unsafe-fixes"], ["--diff", "--unsafe-fixes"], ["--fix", "--exit-non-zero-on-fix"],
    ["--statistics"], ["--statistics", "--output-format", "github"], ["--fix", "--diff"], ["--jobs", "2"],
    ["--add-noqa", "--exit-non-zero-on-fix"], ["--diff", "--fail-on", "never"],
])  # fmt: skip
def test_options_that_serve_say_nothing(capsys: Capsys, arguments: list[str]) -> None:
    write("calm.py", CALM)
    assert "has no effect" not in run(capsys, "calm.py", *arguments)[2]


def test_options_that_standard_input_leaves_nothing_to_do(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Given:
        buffer: Any = open(write("calm.py", CALM), "rb")  # noqa: SIM115

    monkeypatch.setattr(sys, "stdin", Given)
    code, _, err = run(capsys, "-", "--stdin-filename", "a.py", "--jobs", "2")
    assert (code, err) == (0, "lstm-lint: --jobs has no effect with -\n")


def test_the_schema_takes_no_options(capsys: Capsys) -> None:
    assert (
        run(capsys, "config", "--schema", "--select", "LL2")[2]
        == "lstm-lint: --select has no effect with --schema\n"
    )
