"""The server: which texts it keeps, and what it shows of them. What clients ask of it is in `features`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from lstm_lint import __version__
from lstm_lint.run.processes import started
from lstm_lint.server import actions, shown
from lstm_lint.server.facts import Failed, Spot, Step, Verdicts
from lstm_lint.server.options import changed
from lstm_lint.server.session import Document, Session, path_of, sheet
from lstm_lint.server.texts import Snapshot, text_edits
from lstm_lint.server.worker import receive, send

_NOTEBOOKS = lsp.NotebookDocumentSyncOptions(
    [
        lsp.NotebookDocumentFilterWithNotebook(
            lsp.NotebookDocumentFilterNotebookType("jupyter-notebook"), [lsp.NotebookCellLanguage("python")]
        )
    ]
)


class _Protocol(LanguageServerProtocol):
    """Texts are kept by the session: pygls takes other characters for the ends of lines than the protocol does."""

    _server: Server

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._server.text_opened(params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self._server.text_changed(params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self._server.text_closed(params)

    @lsp_method(lsp.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: lsp.DidOpenNotebookDocumentParams) -> None:
        self._server.notebook_opened(params)

    @lsp_method(lsp.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: lsp.DidChangeNotebookDocumentParams) -> None:
        self._server.notebook_changed(params)

    @lsp_method(lsp.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: lsp.DidCloseNotebookDocumentParams) -> None:
        self._server.notebook_closed(params)


class Server(LanguageServer):
    """What a client is told of its documents."""

    def __init__(self, first: subprocess.Popen[bytes] | None, *, isolated: bool) -> None:
        super().__init__("lstm-lint", __version__, notebook_document_sync=_NOTEBOOKS, protocol_cls=_Protocol)
        self.session = Session(self.show, self.say)
        self.session.first = first
        self.isolated = isolated
        self.trainings: dict[str, asyncio.Task[Any]] = {}

    # --- documents ------------------------------------------------------------------------------------------------

    def text_opened(self, params: lsp.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        if item.uri not in self.session.cells:
            path = path_of(item.uri)
            # JupyterLab sends the code of a notebook as one text, under the name of the notebook.
            if item.language_id == "python" and not path.lower().endswith(_SUFFIXES):
                path += ".py"
            self.session.opened(Snapshot(item.uri, path, (sheet(item),)))

    def text_changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        document = self.session.documents.get(params.text_document.uri)
        if document is not None and document.snapshot.sheets:
            version = params.text_document.version
            after = document.snapshot.sheets[0].edited(params.content_changes, version, self.session.encoding)
            self.session.changed(document, replace(document.snapshot, sheets=(after,)))

    def text_closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self._closed(params.text_document.uri)

    def notebook_opened(self, params: lsp.DidOpenNotebookDocumentParams) -> None:
        notebook = params.notebook_document
        texts = {item.uri: item for item in params.cell_text_documents}
        sheets = tuple(
            sheet(texts[cell.document], python=_is_python(cell, texts[cell.document]))
            for cell in notebook.cells
            if cell.document in texts
        )
        path = path_of(notebook.uri)
        path = path if path.lower().endswith(".ipynb") else f"{path}.ipynb"
        self.session.opened(Snapshot(notebook.uri, path, sheets, True))

    def notebook_changed(self, params: lsp.DidChangeNotebookDocumentParams) -> None:
        document = self.session.documents.get(params.notebook_document.uri)
        cells = params.change.cells
        if document is None or cells is None:
            return
        sheets = list(document.snapshot.sheets)
        if cells.structure is not None:
            array = cells.structure.array
            removed = sheets[array.start : array.start + array.delete_count]
            known = {one.uri: one for one in removed}
            texts = {item.uri: item for item in cells.structure.did_open or ()}
            added = []
            for cell in array.cells or ():
                if cell.document in texts:
                    item = texts[cell.document]
                    added.append(sheet(item, python=_is_python(cell, item)))
                elif cell.document in known:
                    added.append(known[cell.document])
            sheets[array.start : array.start + array.delete_count] = added
        places = {one.uri: number for number, one in enumerate(sheets)}
        for content in cells.text_content or ():
            number = places.get(content.document.uri)
            if number is not None:
                version = content.document.version
                sheets[number] = sheets[number].edited(content.changes, version, self.session.encoding)
        self.session.changed(document, replace(document.snapshot, sheets=tuple(sheets)))

    def notebook_closed(self, params: lsp.DidCloseNotebookDocumentParams) -> None:
        self._closed(params.notebook_document.uri)

    def _closed(self, uri: str) -> None:
        document = self.session.documents.get(uri)
        self.session.closed(uri)
        for shown_of in document.published if document is not None else ():
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(shown_of, []))

    # --- what is shown --------------------------------------------------------------------------------------------

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics; one that takes them as they come is sent them, and never both."""
        about = self.client_capabilities.text_document
        return about is not None and about.diagnostic is not None and about.publish_diagnostics is None

    def show(self, document: Document) -> None:
        """A document was read: its findings go to the client."""
        if document.view is None:
            return
        if self.pulls:
            workspace = self.client_capabilities.workspace
            if workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
                self.workspace_diagnostic_refresh(None)
            return
        found = shown.diagnostics(document.view, document.verdicts, self.session.encoding)
        versions = {one.uri: one.version for one in document.view.snapshot.sheets}
        for uri in {*document.published, *(uri for uri, items in found.items() if items)}:
            items = found.get(uri, [])
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(uri, self.taken(items), versions.get(uri))
            )
        document.published = {uri for uri, items in found.items() if items}

    def taken(self, items: list[lsp.Diagnostic]) -> list[lsp.Diagnostic]:
        """Diagnostics with no more than the client says it takes."""
        text = self.client_capabilities.text_document
        about = (text.publish_diagnostics or text.diagnostic) if text else None
        for one in items:
            if not (about and about.related_information):
                one.related_information = None
            if not (about and about.tag_support):
                one.tags = None
            if not (about and about.code_description_support):
                one.code_description = None
        return items

    def told(self, said: Any) -> None:
        """What the client sets; `--isolated` beats it."""
        options = changed(self.session.options, said)
        self.session.options = replace(options, trusted=False) if self.isolated else options

    def say(self, line: str) -> None:
        """Something is wrong that no place in a text can show."""
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"lstm-lint: {line}"))

    def refresh(self) -> None:
        """What the client asked for is out of date without a change of its own."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    def workspace_edit(self, edit: lsp.WorkspaceEdit) -> lsp.WorkspaceEdit:
        """An edit in the form that the client takes."""
        workspace = self.client_capabilities.workspace
        about = workspace.workspace_edit if workspace else None
        if about and about.document_changes:
            return edit
        edits = [one for one in edit.document_changes or () if isinstance(one, lsp.TextDocumentEdit)]
        changes = {
            one.text_document.uri: [e for e in one.edits if isinstance(e, lsp.TextEdit)] for one in edits
        }
        return lsp.WorkspaceEdit(changes=changes)

    async def resolved(self, action: lsp.CodeAction, data: Mapping[str, Any]) -> lsp.CodeAction:
        """A code action with its edit."""
        edit = await self.edit_for(data)
        if isinstance(edit, Failed):
            self.say(edit.why)
            action.edit = lsp.WorkspaceEdit()
        else:
            action.edit = edit
        return action

    async def edit_for(self, data: Mapping[str, Any]) -> lsp.WorkspaceEdit | Failed:
        """What a code action does, worked out by a process that reads."""
        task, found = data.get("task"), await self.session.settled(str(data.get("uri")))
        if found is None:
            return Failed("the document is not open any more")
        document, _ = found
        snapshot = document.snapshot
        if task == "turn_off":
            answer = await self.session.done("turn_off", document, str(data.get("code")))
            return answer if isinstance(answer, Failed) else self._settings_edit(*answer)
        if task == "silence":
            spot = data.get("spot")
            if not isinstance(spot, Sequence) or len(spot) != 5:
                return Failed("this place is not known any more")
            about = str(data.get("code")), Spot(*spot), str(data.get("reason") or "")
            answer = await self.session.done("silence", document, *about)
        else:
            answer = await self.session.done("fix", document)
        if isinstance(answer, Failed):
            return answer
        if not answer:
            return Failed("nothing can be written here")
        edits = text_edits(snapshot, answer, self.session.encoding)
        return self.workspace_edit(lsp.WorkspaceEdit(document_changes=list(edits)))

    def _settings_edit(self, path: str, before: str, after: str) -> lsp.WorkspaceEdit:
        workspace = self.client_capabilities.workspace
        about = workspace.workspace_edit if workspace else None
        can_create = bool(about and lsp.ResourceOperationKind.Create in (about.resource_operations or ()))
        return self.workspace_edit(actions.settings_edit(path, before, after, can_create))

    # --- smoke training -------------------------------------------------------------------------------------------

    async def train(self, uri: str) -> str:
        """Trains what is found in a document; what it says stands beside the findings. Returns a line."""
        found = await self.session.settled(uri)
        if found is None:
            return "the document is not open"
        if not self.session.options.trains:
            return "smoke training is off here: the workspace is not trusted, or a setting says so"
        document, view = found
        if not view.reading.findings:
            return "nothing is found here, so there is nothing to put to the test"
        snapshot = document.snapshot
        options = self.session.options
        order = self.session.order("smoke", document, options.budget, options.device)
        token = f"lstm-lint-smoke-{len(self.trainings)}-{os.urandom(4).hex()}"
        window = self.client_capabilities.window
        has_progress = bool(window and window.work_done_progress)
        if has_progress:
            await self.work_done_progress.create_async(token)
            title = f"smoke training of {os.path.basename(snapshot.path)}"
            self.work_done_progress.begin(token, lsp.WorkDoneProgressBegin(title, cancellable=True))
        task = asyncio.ensure_future(self._trained(order, token if has_progress else None))
        self.trainings[token] = task
        cancelled = self.work_done_progress.tokens.get(token)
        if cancelled is not None:
            loop = asyncio.get_running_loop()
            cancelled.add_done_callback(lambda _: loop.call_soon_threadsafe(task.cancel))
        said = "smoke training was cancelled"
        try:
            answer = await task
            if isinstance(answer, Verdicts):
                document.judged(snapshot, dict(answer.lines))
                self.show(document)
                said = f"smoke training: {len(answer.lines)} finding{'s' * (len(answer.lines) != 1)} put to the test"
            else:
                said = answer.why
        except asyncio.CancelledError:
            if not task.cancelled():
                task.cancel()
                raise
        finally:
            del self.trainings[token]
            if has_progress:
                self.work_done_progress.end(token, lsp.WorkDoneProgressEnd(message=said))
                self.work_done_progress.tokens.pop(token, None)
        return said

    async def _trained(self, order: Any, token: str | None) -> Verdicts | Failed:
        process = started("lstm_lint.server.training")
        loop = asyncio.get_running_loop()
        answers: asyncio.Queue[Any] = asyncio.Queue()

        def listen() -> None:
            assert process.stdout is not None
            answer: Any = None
            while not isinstance(answer, (Verdicts, Failed)):
                try:
                    answer = receive(process.stdout)
                except Exception:
                    answer = Failed("smoke training ended without an answer")
                loop.call_soon_threadsafe(answers.put_nowait, answer)

        threading.Thread(target=listen, daemon=True).start()
        assert process.stdin is not None
        try:
            send(process.stdin, order)
            while True:
                answer = await answers.get()
                if not isinstance(answer, Step):
                    return answer  # type: ignore[no-any-return]
                if token is not None:
                    self.work_done_progress.report(token, lsp.WorkDoneProgressReport(message=answer.line))
        except OSError:
            return Failed("smoke training ended without an answer")
        finally:
            process.terminate()  # it clears away what it started
            threading.Thread(target=_ended, args=(process,), daemon=True).start()

    async def show_table(self, text: str) -> None:
        """The table of the models, in a client that has no place of its own for it."""
        window = self.client_capabilities.window
        if window and window.show_document and window.show_document.support:
            import tempfile

            with tempfile.NamedTemporaryFile(
                "w", prefix="lstm-lint-models-", suffix=".txt", delete=False, encoding="utf-8"
            ) as file:
                file.write(text)
            await self.window_show_document_async(
                lsp.ShowDocumentParams(Path(file.name).as_uri(), take_focus=True)
            )
        else:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, text))


_SUFFIXES = (".py", ".pyw", ".pyi", ".qmd", ".rmd", ".md")


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _is_python(cell: lsp.NotebookCell, item: lsp.TextDocumentItem) -> bool:
    return cell.kind == lsp.NotebookCellKind.Code and item.language_id in ("python", "ipython")
