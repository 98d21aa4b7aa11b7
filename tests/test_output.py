"""What findings look like: for people, for editors, for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from lstm_lint import output
from lstm_lint.findings import Applicability, Edit, Finding, Fix, Severity, Span
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.output import model as model_output
from lstm_lint.output import rule as rule_output
from lstm_lint.output.json import render_json
from lstm_lint.reader import read
from lstm_lint.rulebook.rulebook import find, rules
from lstm_lint.run.report import FileReport, Report
from lstm_lint.source.printable import lines
from lstm_lint.source.source import Source, from_bytes

SCRIPT = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((30, 4)), layers.Bidirectional(layers.LSTM(8)), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse", metrics=["mae"])
model.fit(x, y, epochs=3)
"""


def finding(
    source: Source,
    wrong: str,
    severity: Severity = Severity.WARNING,
    code: str = "LL203",
    applicability: Applicability | None = None,
) -> Finding:
    """A finding at the first place where the text stands."""
    before = source.raw[: source.raw.index(wrong)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    end_line = line + wrong.count("\n")
    end_column = len(wrong) - wrong.rfind("\n") if "\n" in wrong else column + len(wrong)
    span = Span(line, column, end_line, end_column)
    start, end = source.locate(line, column), source.locate(end_line, end_column)
    place = (start.cell, start.line, start.column, end.line, end.column, start.file_line)
    fix = Fix("write `tanh`", applicability, (Edit(span, "tanh"),)) if applicability else None
    return Finding(
        source.path, code, "some-pattern", severity, "the message", span, *place, "model", "lstm", fix
    )


def report(source: Source, *findings: Finding, files: int = 3) -> Report:
    made = Report()
    made.files, made.read, made.skipped = files, 1, files - 1
    made.reports = [FileReport(source.path, findings, source)]
    return made


def rendered(text: str, wrong: str, path: str = "train.py", form: str = "text", color: bool = False) -> str:
    source = from_bytes(text.encode(), path)
    found = finding(source, wrong)
    return "".join(lines(output.render(form, report(source, found), [found], color=color)))


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text} for text in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_text_shows_place_message_line_and_where_to_read_on() -> None:
    assert rendered("first = 1\nx = LSTM(relu)\n", "relu").startswith(
        "train.py:2:10: warning[LL203] some-pattern\n"
        "  the message\n"
        "  |\n"
        "2 | x = LSTM(relu)\n"
        "  |          ^^^^\n"
        "  = more: lstm-lint rule LL203\n"
    )


def test_text_of_a_notebook_counts_in_the_cell() -> None:
    shown = rendered(notebook("first = 1", "# 2\nx = relu"), "relu", "book.ipynb")
    assert (
        shown.startswith("book.ipynb: cell 2:2:5: warning[LL203] some-pattern\n")
        and "\n2 | x = relu\n" in shown
    )


@pytest.mark.parametrize(
    ("line", "carets"),
    [
        ("\tx = relu", "        ^^^^"),
        ("x, 漢字 = relu", "          ^^^^"),
        ("e\u0301 = relu", "    ^^^^"),
        ("x = 1; relu, 2", "       ^^^^"),
    ],
)
def test_carets_stand_under_the_culprit(line: str, carets: str) -> None:
    assert f"  | {carets}\n" in rendered(line + "\n", "relu")


def test_carets_of_several_lines_stand_under_the_first() -> None:
    assert "1 | x = f(  \n" not in (shown := rendered("x = f(  \n    1)\n", "f(  \n    1)"))
    assert "1 | x = f(\n  |     ^^\n" in shown


def test_long_line_is_cut_around_the_culprit() -> None:
    shown = rendered("x" * 5000 + " = relu" + ", 1" * 2000 + "\n", "relu")
    frame, carets = shown.split("\n")[3:5]
    assert len(frame) < 200 and frame[carets.index("^") :].startswith("relu")


def test_control_characters_are_escaped() -> None:
    shown = rendered("x = relu  # \x1b[31m\u202e\n", "relu", "a\x1b[2J\nb.py")
    assert "\x1b" not in shown and "\u202e" not in shown
    assert shown.startswith("a\\x1b[2J\\nb.py:1:5:") and "# \\x1b[31m\\u202e\n" in shown


@pytest.mark.parametrize(
    ("applicability", "how"), [("safe", "(--fix)"), ("unsafe", "(--fix --unsafe-fixes)")]
)
def test_text_names_the_fix(applicability: Applicability, how: str) -> None:
    source = from_bytes(b"x = relu\n", "train.py")
    found = finding(source, "relu", applicability=applicability)
    assert f"= fix: write `tanh` {how}\n" in "".join(output.render("text", report(source, found), [found]))


def test_color_is_only_added_on_request() -> None:
    assert "\x1b[" not in rendered("x = relu\n", "relu")
    colored = rendered("x = relu\n", "relu", color=True)
    assert "\x1b[1;33mwarning[LL203]\x1b[0m" in colored


@pytest.mark.parametrize(
    ("variables", "terminal", "color"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_when_there_is_color(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, color: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    assert output.wants_color(stream) is color


def test_summary() -> None:
    source = from_bytes(b"a = relu, tanh, elu\n", "train.py")
    error, warning, advice = (
        finding(source, wrong, severity)
        for wrong, severity in (
            ("relu", Severity.ERROR),
            ("tanh", Severity.WARNING),
            ("elu", Severity.ADVICE),
        )
    )
    made = report(source, error, warning, advice)
    hidden = " (1 advice, shown with --profile strict)"
    assert output.summary(made, [error, warning]) == f"Found 1 error and 1 warning in 1 of 3 files{hidden}.\n"
    assert output.summary(made, [error, warning, advice]) == (
        "Found 1 error, 1 warning and 1 advice in 1 of 3 files.\n"
    )
    assert output.summary(report(source), []) == "All clear: 1 file read, 2 skipped.\n"
    assert output.summary(report(source, advice), []) == f"All clear: 1 file read, 2 skipped{hidden}.\n"


def test_failed_files_are_not_all_clear() -> None:
    made = Report()
    made.files = made.failed = 1
    assert output.summary(made, []) == "Nothing found: 0 files read, 0 skipped. 1 file could not be linted.\n"


def test_quiet_and_statistics() -> None:
    source = from_bytes(b"a = relu, tanh\nb = elu\n", "train.py")
    found = [finding(source, "relu"), finding(source, "tanh", code="LL101"), finding(source, "elu")]
    made = list(output.render("concise", report(source, *found), found, quiet=True, statistics=True))
    assert made[3:] == ["2  LL203  some-pattern\n", "1  LL101  some-pattern\n", "\n"]


def test_concise_has_the_physical_line() -> None:
    book = notebook("first = 1", "# 2\nx = relu")
    line = 1 + book[: book.index("x = relu")].count("\n")
    assert rendered(book, "relu", "book.ipynb", "concise").startswith(
        f"book.ipynb:{line}:5: LL203 [warning] the message\n"
    )


def test_json_is_the_contract() -> None:
    source = from_bytes(notebook("first = 1", "# 2\nx = relu").encode(), "book.ipynb")
    found, advice = finding(source, "relu", applicability="safe"), finding(source, "x", Severity.ADVICE)
    document = json.loads("".join(render_json(report(source, found, advice), [found])))
    line = document["findings"][0].pop("file_line")
    rule = find("LL203")
    assert rule is not None and source.locate(found.span.line, 5).file_line == line > 2
    assert document == {
        "version": 1,
        "tool": {"name": "lstm-lint", "version": "0.1.0"},
        "findings": [
            {
                "code": "LL203",
                "name": "some-pattern",
                "severity": "warning",
                "message": "the message",
                "path": "book.ipynb",
                "cell": 2,
                "line": 2,
                "column": 5,
                "end_line": 2,
                "end_column": 9,
                "model": "model",
                "layer": "lstm",
                "url": rule.url,
                "fix": {
                    "title": "write `tanh`",
                    "applicability": "safe",
                    "edits": [{"line": 2, "column": 5, "end_line": 2, "end_column": 9, "text": "tanh"}],
                },
                "smoke": None,
                "related": [],
            }
        ],
        "unread": [],
        "summary": {"files": 3, "read": 1, "skipped": 2, "error": 0, "warning": 1, "advice": 1}
        | {"suppressed": 0, "unread": 0},
    }


def test_json_survives_names_that_are_not_text() -> None:
    shown = rendered("x = relu\n", "relu", "a\udc80.py", "json")
    assert json.loads(shown)["findings"][0]["path"] == "a\udc80.py" and shown.isascii()


def test_model_table() -> None:
    source = from_bytes(SCRIPT.encode(), "train.py")
    shown = "".join(model_output.render_text(read(source, parse_target("3")), source))
    header, rule, *rows = shown.split("\n")[1:]
    assert [cell.strip() for cell in header.split("  ") if cell.strip()] == list(model_output.COLUMNS)
    assert "Bidirectional(LSTM)" in rows[0] and "(None, 16)" in rows[0] and "832" in rows[0]
    assert "parameters: 849" in shown and "compile, line 5: optimizer Adam(learning_rate=0.001" in shown
    assert "fit, line 6: " in shown and "epochs=3" in shown


def test_model_json_calls_layers_without_a_model_functional() -> None:
    source = from_bytes(b"from keras import Input, layers\ny = layers.LSTM(8)(Input((5, 3)))\n", "cell.py")
    script = read(source, parse_target("3"))
    document = json.loads("".join(model_output.render_json(script, source)))
    assert [(model["kind"], model["standalone"]) for model in document["models"]] == [("functional", True)]
    assert "(standalone, line 2)" in "".join(model_output.render_text(script, source))


def test_model_json_is_the_contract() -> None:
    source = from_bytes(SCRIPT.encode(), "train.py")
    document = json.loads("".join(model_output.render_json(read(source, parse_target("3")), source)))
    assert document["version"] == 1 and set(document) == {"version", "models", "unread"}
    model = document["models"][0]
    assert (model["name"], model["kind"], model["line"], model["cell"], model["parameters"]) == (
        "model",
        "sequential",
        4,
        None,
        849,
    )
    recurrent, head = model["layers"]
    assert (recurrent["class"], recurrent["wrappers"], recurrent["output_shape"]) == (
        "LSTM",
        ["Bidirectional"],
        [None, 16],
    )
    assert recurrent["arguments"]["units"] == {"known": True, "value": 8, "from": "literal"}
    assert recurrent["arguments"]["activation"] == {"known": True, "value": "tanh", "from": "default"}
    assert head["inputs"] == [recurrent["name"]] and head["parameters"] == 17
    assert (
        model["compile"][0]["optimizer"]["class"] == "Adam" and model["compile"][0]["loss"]["value"] == "mse"
    )
    assert model["fit"][0]["arguments"]["epochs"]["value"] == 3 and set(model["fit"][0]["data"]) == {"x", "y"}


def test_rule_page_as_text_json_and_markdown() -> None:
    rule = find("LL505")
    assert rule is not None
    text = "".join(rule_output.render_rule(rule, "text"))
    assert text.startswith("LL505 missing-gradient-clipping\n") and "\nWHY\n" in text and "```" not in text
    assert "\n    import " in text and "option: timesteps = 100\n" in text
    fields = json.loads("".join(rule_output.render_rule(rule, "json")))
    assert (
        fields["code"] == "LL505" and fields["options"] == {"timesteps": 100} and "## Bad" in fields["page"]
    )
    assert "".join(rule_output.render_rule(rule, "markdown")).startswith("# ")


def test_list_of_all_rules() -> None:
    listed = "".join(rule_output.render_list(rules(), "text")).splitlines()
    assert [line.split()[0] for line in listed] == [rule.code for rule in rules()]
    assert len(json.loads("".join(rule_output.render_list(rules(), "json")))) == len(rules())
    assert "".join(rule_output.render_list(rules(), "markdown")).count("\n") == len(rules()) + 2


def test_pages_link_to_files_that_are_there() -> None:
    assert all(Path(rule.page).is_file() and rule.url.endswith(rule.page.name) for rule in rules())
