"""An editor for tests: a client of pytest-lsp that talks to `lstm-lint server` over standard input and output."""

from __future__ import annotations

import ast
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pytest_lsp import make_test_lsp_client

ALL = lsp.Range(lsp.Position(0, 0), lsp.Position(100_000, 0))
SCRIPT = """\
from keras import Input, Sequential
from keras.layers import GRU, LSTM, Dense

UNITS = 64

model = Sequential()
model.add(Input((72, 4)))
model.add(LSTM(UNITS, return_sequences=True))
model.add(LSTM(UNITS, recurrent_activation="relu"))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
"""
HINTS = ["-> (None, 72, 64) · 17,664", "-> (None, 64) · 33,024", "-> (None, 1) · 65"]


def capabilities(*encodings: str, **text: Any) -> lsp.ClientCapabilities:
    """What VS Code says that it can do, as far as the server asks for it."""
    tags = lsp.ClientDiagnosticsTagOptions([lsp.DiagnosticTag.Deprecated, lsp.DiagnosticTag.Unnecessary])
    diagnostics = lsp.PublishDiagnosticsClientCapabilities(
        related_information=True, tag_support=tags, code_description_support=True
    )
    actions = lsp.CodeActionClientCapabilities(
        resolve_support=lsp.ClientCodeActionResolveOptions(["edit"]), data_support=True
    )
    about = {
        "publish_diagnostics": diagnostics,
        "code_action": actions,
        "inlay_hint": lsp.InlayHintClientCapabilities(),
        "document_symbol": lsp.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
    }
    edits = lsp.WorkspaceEditClientCapabilities(
        document_changes=True, resource_operations=[lsp.ResourceOperationKind.Create]
    )
    return lsp.ClientCapabilities(
        general=lsp.GeneralClientCapabilities(position_encodings=list(encodings) or None),
        text_document=lsp.TextDocumentClientCapabilities(**{**about, **text}),
        workspace=lsp.WorkspaceClientCapabilities(workspace_edit=edits, apply_edit=True),
        window=lsp.WindowClientCapabilities(work_done_progress=True),
    )


class Editor:
    """One session. `folder` is the first root."""

    def __init__(self, client: Any, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.versions: dict[str, int] = {}
        self.edits: list[lsp.ApplyWorkspaceEditParams] = []
        self.published: list[lsp.PublishDiagnosticsParams] = []

    def open(self, name: str, text: str, *, on_disk: bool = True, language: str = "python") -> str:
        """Opens a script and returns its address."""
        path = self.folder / name
        if on_disk:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        uri = path.as_uri()
        self.versions[uri] = 1
        item = lsp.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return uri

    def replace(self, uri: str, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Types over a stretch, in lines and columns of the protocol."""
        area = lsp.Range(lsp.Position(*start), lsp.Position(*end))
        self._change(uri, lsp.TextDocumentContentChangePartial(area, text))

    def write(self, uri: str, text: str) -> None:
        """Puts a whole new text in place."""
        self._change(uri, lsp.TextDocumentContentChangeWholeDocument(text))

    def _change(self, uri: str, change: Any) -> None:
        self.versions[uri] += 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    def open_notebook(self, name: str, cells: Sequence[str]) -> tuple[str, list[str]]:
        """Opens a notebook and returns its address and those of its cells."""
        uri = (self.folder / name).as_uri()
        uris = [f"{uri.replace('file:', 'vscode-notebook-cell:')}#C{number}" for number in range(len(cells))]
        about = [lsp.NotebookCell(lsp.NotebookCellKind.Code, one) for one in uris]
        texts = [lsp.TextDocumentItem(one, "python", 1, text) for one, text in zip(uris, cells)]
        notebook = lsp.NotebookDocument(uri, "jupyter-notebook", 1, about)
        self.client.notebook_document_did_open(lsp.DidOpenNotebookDocumentParams(notebook, texts))
        self.versions.update(dict.fromkeys([uri, *uris], 1))
        return uri, uris

    def change_notebook(self, uri: str, cells: lsp.NotebookDocumentCellChanges) -> None:
        """Adds, moves, deletes or edits cells."""
        self.versions[uri] += 1
        document = lsp.VersionedNotebookDocumentIdentifier(self.versions[uri], uri)
        change = lsp.NotebookDocumentChangeEvent(cells=cells)
        self.client.notebook_document_did_change(lsp.DidChangeNotebookDocumentParams(document, change))

    async def hints(self, uri: str, area: lsp.Range = ALL) -> list[str]:
        """The hints in a stretch, in order."""
        found = await self._hints(uri, area)
        return [
            str(one.label)
            for one in sorted(found, key=lambda one: (one.position.line, one.position.character))
        ]

    async def _hints(self, uri: str, area: lsp.Range) -> Sequence[lsp.InlayHint]:
        params = lsp.InlayHintParams(lsp.TextDocumentIdentifier(uri), area)
        return await self.client.text_document_inlay_hint_async(params) or []

    async def places(self, uri: str) -> list[tuple[int, int]]:
        """Where the hints are."""
        return sorted((one.position.line, one.position.character) for one in await self._hints(uri, ALL))

    async def diagnostics(self, uri: str) -> list[lsp.Diagnostic]:
        """What the editor shows of a text, when all that was typed is read."""
        await self._hints(uri, ALL)  # answered when it is, after the diagnostics
        return list(self.client.diagnostics.get(uri, ()))

    async def codes(self, uri: str) -> list[tuple[str, int]]:
        """Codes and lines of what is shown."""
        return [(str(one.code), one.range.start.line) for one in await self.diagnostics(uri)]

    async def actions(self, uri: str, line: int, only: list[str] | None = None) -> dict[str, lsp.CodeAction]:
        """What is offered on a line, by title, each with its edit."""
        area = lsp.Range(lsp.Position(line, 0), lsp.Position(line, 0))
        context = lsp.CodeActionContext(await self.diagnostics(uri), only=only)
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), area, context)
        found = await self.client.text_document_code_action_async(params) or []
        able = self.client.capabilities.text_document.code_action.resolve_support
        # lsprotocol takes an action that has a command for a bare command, with the command in place of its name.
        found = [
            lsp.CodeAction(one.title, command=lsp.Command(**ast.literal_eval(one.command)))
            if isinstance(one, lsp.Command)
            else one
            for one in found
        ]
        return {
            one.title: one
            if one.edit or one.command or not able
            else await self.client.code_action_resolve_async(one)
            for one in found
        }

    async def hover(self, uri: str, line: int, column: int) -> str:
        """The words over a place; nothing where there are none."""
        params = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(line, column))
        found = await self.client.text_document_hover_async(params)
        return found.contents.value if found else ""

    async def lenses(self, uri: str) -> list[str]:
        """The titles of the lenses."""
        params = lsp.CodeLensParams(lsp.TextDocumentIdentifier(uri))
        return [one.command.title for one in await self.client.text_document_code_lens_async(params) or []]

    async def symbols(self, uri: str) -> list[lsp.DocumentSymbol]:
        """The outline."""
        params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(uri))
        return list(await self.client.text_document_document_symbol_async(params) or [])

    async def command(self, name: str, *arguments: Any) -> Any:
        """Runs a command of the server."""
        params = lsp.ExecuteCommandParams(name, list(arguments))
        return await self.client.workspace_execute_command_async(params)

    @property
    def messages(self) -> list[str]:
        """What the editor was told."""
        return [one.message for one in self.client.messages]


@asynccontextmanager
async def editor(
    folder: Path,
    *,
    arguments: Sequence[str] = (),
    able: lsp.ClientCapabilities | None = None,
    options: dict[str, Any] | None = None,
    roots: Sequence[Path] = (),
) -> AsyncIterator[Editor]:
    """An editor that has a folder open."""
    client = make_test_lsp_client()
    found = Editor(client, folder)

    @client.feature(lsp.WORKSPACE_APPLY_EDIT)
    def apply(params: lsp.ApplyWorkspaceEditParams) -> lsp.ApplyWorkspaceEditResult:
        found.edits.append(params)
        return lsp.ApplyWorkspaceEditResult(True)

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = ("-m", "lstm_lint", "server", *arguments)
    await client.start_io(sys.executable, *command, env=environment)
    folders = [lsp.WorkspaceFolder(one.as_uri(), one.name) for one in roots or [folder]]
    await client.initialize_session(
        lsp.InitializeParams(
            able or capabilities(), workspace_folders=folders, initialization_options=options
        )
    )
    try:
        yield found
        await client.shutdown_session()
    finally:
        if client._server is not None and client._server.returncode is None:
            client._server.kill()  # a test failed
        await client.stop()


def applied(text: str, action: lsp.CodeAction, uri: str) -> str:
    """A text after the edits of an action. Columns are in UTF-16; the texts of tests are ASCII."""
    assert action.edit is not None
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(position: lsp.Position) -> int:
        if position.line >= len(lines):
            return len(text)
        return starts[position.line] + min(position.character, len(lines[position.line]))

    for change in action.edit.document_changes or ():
        if isinstance(change, lsp.TextDocumentEdit) and change.text_document.uri == uri:
            for edit in sorted(change.edits, key=lambda one: offset(one.range.start), reverse=True):
                text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def run(coroutine: Any) -> Any:
    """Runs a session to its end; one that hangs fails."""
    return asyncio.run(asyncio.wait_for(coroutine, 120))
