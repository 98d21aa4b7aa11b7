"""The language server, as a client sees it over standard input and output."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from language_client import HINTS, SCRIPT, applied, capabilities, editor, run
from lsprotocol import types as lsp

pytestmark = pytest.mark.clients


def test_findings_hints_lenses_and_symbols_of_a_script(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            (found,) = await one.diagnostics(uri)
            assert (found.code, found.severity, found.source) == (
                "LL202",
                lsp.DiagnosticSeverity.Warning,
                "lstm-lint",
            )
            assert found.range == lsp.Range(lsp.Position(8, 43), lsp.Position(8, 49))
            assert found.code_description and found.code_description.href.endswith(
                "LL202-unbounded-gate-activation.md"
            )
            assert await one.hints(uri) == HINTS
            assert await one.places(uri) == [(7, 45), (8, 51), (9, 19)]
            assert await one.lenses(uri) == ["50,753 parameters", "smoke", "model table"]
            (model,) = await one.symbols(uri)
            assert (model.name, model.detail) == ("model", "sequential, 50,753 parameters")
            assert [layer.name for layer in model.children or ()] == ["lstm", "lstm_1", "dense"]
            assert model.children and model.children[1].detail == "LSTM -> (None, 64) · 33,024"

    run(session())


def test_what_is_typed_is_read_and_not_what_is_saved(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            assert await one.codes(uri) == [("LL202", 8)]
            one.replace(uri, (8, 43), (8, 49), '"sigmoid"')
            one.replace(uri, (3, 8), (3, 10), "32")
            assert await one.codes(uri) == []
            assert (await one.hints(uri))[0] == "-> (None, 72, 32) · 4,736"
            one.write(uri, SCRIPT)
            assert await one.codes(uri) == [("LL202", 8)]

    run(session())


def test_a_closed_script_has_no_findings_any_more(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            assert await one.codes(uri)
            one.client.text_document_did_close(
                lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri))
            )
            await one.hints(uri)
            assert not one.client.diagnostics[uri]

    run(session())


def test_half_written_code_keeps_what_still_holds(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            assert await one.hints(uri) == HINTS
            one.replace(uri, (5, 0), (5, 0), "\nscale = (\n")
            codes = await one.codes(uri)
            assert sorted(codes)[1:] == [("LL202", 10)] and [code for code, _ in codes].count("LL001") == 1
            assert await one.hints(uri) == HINTS
            assert await one.places(uri) == [(9, 45), (10, 51), (11, 19)]
            assert await one.lenses(uri) == ["50,753 parameters", "smoke", "model table"]
            one.replace(uri, (10, 10), (10, 14), "LST(")  # a line that changed says nothing any more
            assert [code for code, _ in await one.codes(uri)] == ["LL001"]
            assert await one.hints(uri) == [HINTS[0], HINTS[2]]

    run(session())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_in_the_units_that_were_agreed_on(tmp_path: Path, encoding: str) -> None:
    text = SCRIPT.replace(
        'model.add(LSTM(UNITS, recurrent_activation="relu"))',
        'name = "äπ𝄞"; model.add(LSTM(UNITS, recurrent_activation="relu"))',
    )
    line = text.split("\n")[8]

    def units(part: str) -> int:
        return (
            len(part.encode(encoding.replace("16", "16-le").replace("32", "32-le")))
            // {
                "utf-8": 1,
                "utf-16": 2,
                "utf-32": 4,
            }[encoding]
        )

    async def session() -> None:
        async with editor(tmp_path, able=capabilities(encoding)) as one:
            uri = one.open("train.py", text)
            (found,) = await one.diagnostics(uri)
            start = units(line[: line.index('"relu"')])
            assert (found.range.start.character, found.range.end.character) == (start, start + 6)
            assert (8, units(line)) in await one.places(uri)
            one.replace(uri, (8, units('name = "äπ')), (8, units('name = "äπ𝄞')), "")
            (found,) = await one.diagnostics(uri)
            assert found.range.start.character == start - units("𝄞")

    run(session())


def test_lines_end_where_the_protocol_says(tmp_path: Path) -> None:
    """A form feed or a line separator ends no line; `\\r\\n` and `\\r` do."""

    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", "\x0c\n# \u2028 \x0b\r\n" + SCRIPT.replace("\n", "\r\n"))
            assert await one.codes(uri) == [("LL202", 10)]
            one.replace(uri, (5, 8), (5, 10), "32")
            assert (await one.hints(uri))[0] == "-> (None, 72, 32) · 4,736"

    run(session())


def test_a_fix_is_offered_and_applied(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            actions = await one.actions(uri, 8)
            fix = next(action for title, action in actions.items() if "sigmoid" in title)
            assert fix.is_preferred and fix.kind == lsp.CodeActionKind.QuickFix
            assert fix.diagnostics and fix.diagnostics[0].code == "LL202"
            mended = applied(SCRIPT, fix, uri)
            assert mended == SCRIPT.replace('"relu"', '"sigmoid"')
            one.write(uri, mended)
            assert await one.codes(uri) == []

    run(session())


def test_unsafe_fixes_say_so_and_are_not_preferred(tmp_path: Path) -> None:
    text = SCRIPT.replace('optimizer="adam"', "optimizer=keras.optimizers.Adam(0.5)").replace(
        "from keras import", "import keras\nfrom keras import"
    )

    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", text)
            line = next(line for code, line in await one.codes(uri) if code == "LL501")
            fix = next(a for title, a in (await one.actions(uri, line)).items() if "LL501, unsafe" in title)
            assert not fix.is_preferred

    run(session())


def test_all_safe_fixes_are_one_action(tmp_path: Path) -> None:
    text = SCRIPT + '\nother = Sequential([Input((72, 1)), LSTM(8, recurrent_activation="relu"), Dense(1)])\n'

    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", text)
            actions = await one.actions(uri, 0, only=["source.fixAll"])
            (fix,) = actions.values()
            mended = applied(text, fix, uri)
            assert "relu" not in mended and mended.count("\n") == text.count("\n")
            one.write(uri, mended)
            assert await one.codes(uri) == []
            assert not await one.actions(uri, 0, only=["source.organizeImports"])

    run(session())


def test_a_finding_is_silenced_with_a_reason_or_without(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            actions = await one.actions(uri, 8)
            plain = next(action for title, action in actions.items() if "noqa" in title)
            assert 'recurrent_activation="relu"))  # noqa: LL202\n' in applied(SCRIPT, plain, uri)
            reasoned = next(action for title, action in actions.items() if "with a reason" in title)
            silenced = applied(SCRIPT, reasoned, uri)
            assert "# lstm-lint: ignore[LL202] reason\n" in silenced
            one.write(uri, silenced)
            assert await one.codes(uri) == []

    run(session())


def test_a_client_that_asks_for_the_reason_sends_it(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path, options={"asksReason": True}) as one:
            uri = one.open("train.py", SCRIPT)
            actions = await one.actions(uri, 8)
            action = next(action for title, action in actions.items() if title.endswith("with a reason"))
            assert action.command and action.command.command == "lstm-lint.silenceWithReason"
            (about,) = action.command.arguments or ()
            assert await one.command("lstm-lint.silence", {**about, "reason": "as in the paper"})
            (edit,) = one.edits
            action.edit = edit.edit
            assert "# lstm-lint: ignore[LL202] as in the paper\n" in applied(SCRIPT, action, uri)

    run(session())


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("lstm-lint.toml", "", 'ignore = ["LL202"]\n'),
        (
            "lstm-lint.toml",
            '# ours\nignore = ["LL6"]  # for now\n',
            '# ours\nignore = ["LL202", "LL6"]  # for now\n',
        ),
        (
            "pyproject.toml",
            '[project]\nname = "x"\n\n[tool.lstm-lint]\nkeras = "3"\n',
            '[project]\nname = "x"\n\n[tool.lstm-lint]\nignore = ["LL202"]\nkeras = "3"\n',
        ),
    ],
)
def test_a_rule_is_turned_off_in_the_settings(tmp_path: Path, name: str, before: str, after: str) -> None:
    if before:
        (tmp_path / name).write_text(before)

    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            action = next(a for title, a in (await one.actions(uri, 8)).items() if "in the settings" in title)
            assert applied(before, action, (tmp_path / name).as_uri()) == after
            created = [c for c in action.edit.document_changes if isinstance(c, lsp.CreateFile)]
            assert bool(created) == (not before)
            (tmp_path / name).write_text(after)
            one.client.workspace_did_change_watched_files(
                lsp.DidChangeWatchedFilesParams(
                    [lsp.FileEvent((tmp_path / name).as_uri(), lsp.FileChangeType.Changed)]
                )
            )
            assert await one.codes(uri) == []

    run(session())


def test_hovers_on_a_layer_and_on_a_code(tmp_path: Path) -> None:
    text = SCRIPT.replace('"relu"))', '"relu"))  # noqa: LL202')

    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            words = await one.hover(uri, 8, 12)
            for part in (
                "**LSTM** `lstm_1` of `model`", "`(None, 64)`", "33,024", "`lstm: (None, 72, 64)`", "[LL202]"
            ):  # fmt: skip
                assert part in words
            assert await one.hover(uri, 0, 3) == ""
            silenced = one.open("silenced.py", text)
            assert (await one.hover(silenced, 8, text.split("\n")[8].index("LL202"))).startswith("# ")

    run(session())


def test_a_finding_in_one_cell_may_come_from_another(tmp_path: Path) -> None:
    cells = SCRIPT.split("\n\n")

    async def session() -> None:
        async with editor(tmp_path) as one:
            notebook, uris = one.open_notebook("train.ipynb", cells)
            assert await one.codes(uris[2]) == [("LL202", 3)] and await one.codes(uris[0]) == []
            assert await one.hints(uris[2]) == HINTS and await one.hints(uris[0]) == []
            content = lsp.NotebookDocumentCellContentChanges(
                lsp.VersionedTextDocumentIdentifier(2, uris[1]),
                [lsp.TextDocumentContentChangeWholeDocument("UNITS = 32")],
            )
            one.change_notebook(notebook, lsp.NotebookDocumentCellChanges(text_content=[content]))
            assert (await one.hints(uris[2]))[0] == "-> (None, 72, 32) · 4,736"
            fix = next(a for title, a in (await one.actions(uris[2], 3)).items() if "sigmoid" in title)
            assert '"sigmoid"' in applied(cells[2], fix, uris[2])
            new = f"{uris[0]}-new"
            array = lsp.NotebookCellArrayChange(0, 0, [lsp.NotebookCell(lsp.NotebookCellKind.Code, new)])
            opened = [lsp.TextDocumentItem(new, "python", 1, "import os")]
            structure = lsp.NotebookDocumentCellChangeStructure(array, opened, [])
            one.change_notebook(notebook, lsp.NotebookDocumentCellChanges(structure=structure))
            assert await one.codes(uris[2]) == [("LL202", 3)]
            closed = [lsp.TextDocumentIdentifier(uris[1])]
            gone = lsp.NotebookDocumentCellChangeStructure(lsp.NotebookCellArrayChange(2, 1), [], closed)
            one.change_notebook(notebook, lsp.NotebookDocumentCellChanges(structure=gone))
            assert (await one.hints(uris[2]))[0] != "-> (None, 72, 32) · 4,736"

    run(session())


def test_a_broken_cell_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    cells = SCRIPT.split("\n\n")

    async def session() -> None:
        async with editor(tmp_path) as one:
            notebook, uris = one.open_notebook("train.ipynb", cells)
            assert await one.hints(uris[2]) == HINTS
            content = lsp.NotebookDocumentCellContentChanges(
                lsp.VersionedTextDocumentIdentifier(2, uris[1]),
                [lsp.TextDocumentContentChangeWholeDocument("UNITS = (")],
            )
            one.change_notebook(notebook, lsp.NotebookDocumentCellChanges(text_content=[content]))
            assert [code for code, _ in await one.codes(uris[1])] == ["LL001"]
            assert await one.hints(uris[2]) == HINTS
            assert await one.codes(uris[2]) == [("LL202", 3)]

    run(session())


def test_settings_are_those_nearest_to_each_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    (first / "lstm-lint.toml").write_text('ignore = ["LL202"]\n')
    (second / "lstm-lint.toml").write_text('[severity]\nLL202 = "error"\n')

    async def session() -> None:
        async with editor(first, roots=[first, second]) as one:
            assert await one.codes(one.open("train.py", SCRIPT)) == []
            one.folder = second
            (found,) = await one.diagnostics(one.open("train.py", SCRIPT))
            assert found.severity == lsp.DiagnosticSeverity.Error

    run(session())


def test_settings_that_are_wrong_are_said_once(tmp_path: Path) -> None:
    (tmp_path / "lstm-lint.toml").write_text('select = "LL2"\n')

    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            assert await one.codes(uri) == []
            one.replace(uri, (3, 8), (3, 10), "32")
            assert await one.codes(uri) == []
            (message,) = one.messages
            assert "select" in message and "\n" not in message
            (tmp_path / "lstm-lint.toml").write_text('select = ["LL2"]\n')
            one.replace(uri, (3, 8), (3, 10), "16")
            assert await one.codes(uri) == [("LL202", 8)]

    run(session())


def test_advice_is_shown_where_the_client_asks_for_it(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path, options={"profile": "strict", "inlayHints": {"layers": False}}) as one:
            deep = "model.add(LSTM(UNITS, return_sequences=True))\n"
            uri = one.open("train.py", SCRIPT.replace(deep, 5 * deep))
            assert "LL604" in [code for code, _ in await one.codes(uri)]
            assert await one.hints(uri) == []
            settings = {"lstm-lint": {"profile": "default", "codeLens": False}}
            one.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings))
            assert await one.codes(uri) == [("LL202", 12)]
            assert await one.lenses(uri) == []

    run(session())


def test_a_module_that_is_not_saved_is_read_with_the_script(tmp_path: Path) -> None:
    model = SCRIPT.replace("\nmodel = Sequential()", "\ndef build():\n    model = Sequential()").replace(
        "\nmodel.", "\n    model."
    )
    model += "    return model\n"
    script = "from ours import build\n\nmodel = build()  # LSTM\nmodel.summary()\nimport keras\n"

    async def session() -> None:
        async with editor(tmp_path) as one:
            module, uri = one.open("ours.py", model), one.open("train.py", script)
            assert "table" in str(await one.lenses(module))
            one.replace(module, (3, 8), (3, 10), "32")
            await one.hints(module)
            table = await one.command("lstm-lint.modelTable", uri)
            assert "(None, 72, 32)" in table and "(None, 72, 64)" not in table

    run(session())


def test_a_workspace_that_is_not_trusted_is_isolated_and_nothing_is_trained(tmp_path: Path) -> None:
    (tmp_path / "lstm-lint.toml").write_text('ignore = ["LL202"]\n')

    async def session(arguments: list[str], options: dict[str, bool]) -> None:
        async with editor(tmp_path, arguments=arguments, options=options) as one:
            uri = one.open("train.py", SCRIPT.replace('"relu"))', '"relu"))  # noqa: LL202'))
            assert await one.codes(uri) == [("LL202", 8)]
            assert "smoke" not in await one.lenses(uri)
            assert "not trusted" in await one.command("lstm-lint.smoke", uri)

    run(session([], {"trusted": False}))
    run(session(["--isolated"], {"trusted": True}))


def test_a_client_that_takes_no_pushes_asks_for_diagnostics(tmp_path: Path) -> None:
    able = capabilities(diagnostic=lsp.DiagnosticClientCapabilities(), publish_diagnostics=None)

    async def session() -> None:
        async with editor(tmp_path, able=able) as one:
            uri = one.open("train.py", SCRIPT)
            params = lsp.DocumentDiagnosticParams(lsp.TextDocumentIdentifier(uri))
            report = await one.client.text_document_diagnostic_async(params)
            assert [item.code for item in report.items] == ["LL202"]
            assert uri not in one.client.diagnostics

    run(session())


def test_a_client_without_resolving_gets_whole_actions(tmp_path: Path) -> None:
    able = capabilities(code_action=lsp.CodeActionClientCapabilities())

    async def session() -> None:
        async with editor(tmp_path, able=able) as one:
            uri = one.open("train.py", SCRIPT)
            assert all(action.edit for action in (await one.actions(uri, 8)).values())

    run(session())


def test_deprecated_and_unnecessary_code_is_tagged_and_places_are_related(tmp_path: Path) -> None:
    text = SCRIPT.replace("adam", "rmsprop") + "opt = __import__  # noqa: LL203\n"
    text += "import numpy as np\nx = np.int(3)\n"

    async def session() -> None:
        async with editor(tmp_path) as one:
            found = {str(item.code): item for item in await one.diagnostics(one.open("train.py", text))}
            assert found["LL002"].tags == (lsp.DiagnosticTag.Unnecessary,)
            assert found["LL907"].tags == (lsp.DiagnosticTag.Deprecated,)

    run(session())


def test_a_text_without_recurrent_keras_is_none_of_its_business(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("plain.py", "print(1\n")
            assert await one.codes(uri) == [] and await one.lenses(uri) == []

    run(session())


def test_a_text_that_takes_too_long_is_said_and_blocks_no_other(tmp_path: Path) -> None:
    slow = "from keras.layers import LSTM\nx = " + "[" * 150 + "]" * 150 + "\n"

    async def session() -> None:
        async with editor(tmp_path) as one:
            deep = one.open("deep.py", slow)
            uri = one.open("train.py", SCRIPT)
            assert await one.codes(uri) == [("LL202", 8)]
            await one.hints(deep)
            one.replace(deep, (0, 0), (1, 10_000), SCRIPT)
            assert ("LL202", 8) in await one.codes(deep)

    run(session())


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pygls'] = None\n")
    program = (
        "import sys, importlib.util as u; f = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'pygls' else f(name, *a)\n"
        "from lstm_lint.command.cli import main; sys.exit(main(['server']))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2 and not ended.stdout
    assert ended.stderr == "lstm-lint: error: the server takes pygls: pip install 'lstm-lint[server]'\n" or (
        ended.stderr.count("\n") == 1 and "lstm-lint[server]" in ended.stderr
    )


def test_the_client_is_gone_and_so_is_every_process(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_lint", "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) in (0, 1)


WRONG = """\
from keras import Input, Sequential
from keras.layers import LSTM, Dense

model = Sequential([Input((30, 1)), LSTM(8, return_sequences=False), LSTM(8), Dense(1)])
model.compile(optimizer="adam", loss="mse")
"""


@pytest.mark.smoke
@pytest.mark.skipif(find_spec("tensorflow") is None, reason="needs TensorFlow")
def test_smoke_training_says_its_verdict_beside_the_finding(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", WRONG)
            assert [code for code, _ in await one.codes(uri)] == ["LL101"]
            said = await one.command("lstm-lint.smoke", uri)
            assert said == "smoke training: 1 finding put to the test"
            (found,) = await one.diagnostics(uri)
            assert "\nsmoke training: confirmed: raises ValueError" in found.message
            assert "smoke training: confirmed" in await one.hover(uri, 3, found.range.start.character)
            (reports,) = one.client.progress_reports.values()
            kinds = [report.kind for report in reports]
            assert kinds[0] == "begin" and kinds[-1] == "end" and "report" in kinds
            one.replace(uri, (3, 0), (3, 0), "# another text\n")
            (found,) = await one.diagnostics(uri)
            assert "smoke training" not in found.message

    run(session())


@pytest.mark.smoke
def test_smoke_training_is_cancelled(tmp_path: Path) -> None:
    async def session() -> None:
        async with editor(tmp_path) as one:
            uri = one.open("train.py", SCRIPT)
            training = asyncio.ensure_future(one.command("lstm-lint.smoke", uri))
            while not any(len(reports) > 1 for reports in one.client.progress_reports.values()):
                await asyncio.sleep(0.1)
            (token,) = one.client.progress_reports
            one.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token))
            assert await training == "smoke training was cancelled"
            assert await one.codes(uri) == [("LL202", 8)]

    run(session())
