"""What clients ask of the server, a function for each feature; the server on standard input and output."""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lsprotocol import types as lsp

from lstm_lint.server import actions, shown
from lstm_lint.server.app import Server
from lstm_lint.server.facts import Failed
from lstm_lint.server.options import SECTION
from lstm_lint.server.session import path_of

SILENCE = "lstm-lint.silence"
_WATCHED = (
    "**/{lstm-lint,pyproject}.toml",
    "**/{setup.py,setup.cfg,Pipfile,*.lock,*requirements*.txt,environment*.yml,environment*.yaml}",
    "**/*.py",
)


def _register(server: Server) -> None:
    """Each feature that is not about keeping texts."""
    session = server.session

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.told(params.initialization_options)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        folders = folders or ([params.root_uri] if params.root_uri else [])
        session.roots = [path_of(uri) for uri in folders]
        session.encoding = _encoding(server.workspace.position_encoding)
        if server.pulls:
            server.feature(lsp.TEXT_DOCUMENT_DIAGNOSTIC, lsp.DiagnosticOptions(True, False, SECTION))(pulled)

    async def pulled(params: lsp.DocumentDiagnosticParams) -> lsp.RelatedFullDocumentDiagnosticReport:
        found = await session.settled(params.text_document.uri)
        items: list[lsp.Diagnostic] = []
        if found is not None:
            document, view = found
            by_text = shown.diagnostics(view, document.verdicts, session.encoding)
            items = server.taken(by_text.get(params.text_document.uri, []))
        return lsp.RelatedFullDocumentDiagnosticReport(items)

    @server.feature(lsp.INITIALIZED)
    async def initialized(params: lsp.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        about = workspace.did_change_watched_files if workspace else None
        if about and about.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            await server.client_register_capability_async(
                lsp.RegistrationParams([lsp.Registration("lstm-lint-files", method, options)])
            )

    @server.feature(lsp.SHUTDOWN)
    def shutdown(*_: object) -> None:
        for task in server.trainings.values():
            task.cancel()
        session.close()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: lsp.DidChangeWatchedFilesParams) -> None:
        paths = [path_of(change.uri) for change in params.changes]
        modules = [path for path in paths if path.endswith(".py") and not path.endswith("setup.py")]
        if len(modules) < len(paths):
            session.read_all()
        else:
            session.changed_on_disk(modules)
        server.refresh()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: lsp.DidChangeConfigurationParams) -> None:
        said = params.settings
        before = session.options
        server.told(said.get(SECTION) if isinstance(said, Mapping) else None)
        if session.options.arguments != before.arguments:
            session.read_all()
        server.refresh()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        gone = {path_of(folder.uri) for folder in params.event.removed}
        session.roots = [root for root in session.roots if root not in gone]
        session.roots += [path_of(folder.uri) for folder in params.event.added]
        session.read_all()

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        document = session.document(params.text_document.uri)
        if document is not None:
            document.dirty = False

    _register_requests(server)
    _register_commands(server)


def _register_requests(server: Server) -> None:
    session = server.session

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    async def inlay_hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        options = session.options
        found = await session.settled(params.text_document.uri)
        if found is None:
            return []
        place = params.text_document.uri, params.range, session.encoding
        return shown.hints(found[1], *place, layers=options.layers, data=options.data)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensOptions(False))
    async def lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        found = await session.settled(params.text_document.uri)
        if found is None or not session.options.lenses:
            return []
        trains = session.options.trains
        return shown.lenses(found[1], params.text_document.uri, session.encoding, smoke=trains)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        found = await session.settled(params.text_document.uri)
        return shown.symbols(found[1], params.text_document.uri, session.encoding) if found else []

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        found = await session.settled(params.text_document.uri)
        if found is None:
            return None
        document, view = found
        here = lsp.Range(params.position, params.position)
        spot = view.snapshot.spot(params.text_document.uri, here, session.encoding)
        text = view.snapshot.sheet(spot) if spot else None
        if spot is None or text is None:
            return None
        word = shown.code_at(view, spot)
        if word is not None:
            page = await session.done("rule", document, word[0])
            if isinstance(page, str) and page:
                content = lsp.MarkupContent(lsp.MarkupKind.Markdown, page)
                return lsp.Hover(content, text.range(word[1], session.encoding))
        return shown.hover(view, spot, document.verdicts, session.encoding)

    kinds = list(actions.KINDS)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(kinds, resolve_provider=True))
    async def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        found = await session.settled(uri)
        spot = found[1].snapshot.spot(uri, params.range, session.encoding) if found else None
        if found is None or spot is None:
            return []
        asks = session.options.asks_reason
        offered = actions.offered(found[1], spot, params.context.only, session.encoding, asks_reason=asks)
        about = server.client_capabilities.text_document
        able = about.code_action.resolve_support if about and about.code_action else None
        for action in offered:
            if action.edit is not None and action.edit.document_changes:
                action.edit = server.workspace_edit(action.edit)
            elif isinstance(action.data, Mapping) and not (able and "edit" in able.properties):
                await server.resolved(action, action.data)
        return offered

    @server.feature(lsp.CODE_ACTION_RESOLVE)
    async def resolve(action: lsp.CodeAction) -> lsp.CodeAction:
        data = action.data
        return await server.resolved(action, data) if isinstance(data, Mapping) else action


def _register_commands(server: Server) -> None:
    session = server.session

    @server.command(shown.SMOKE)
    async def smoke(uri: str) -> str:
        said = await server.train(uri)
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, f"lstm-lint: {said}"))
        return said

    @server.command(shown.TABLE)
    async def table(uri: str) -> str:
        document = session.document(uri)
        if document is None:
            return ""
        text = await session.done("table", document)
        if isinstance(text, Failed):
            server.say(text.why)
            return ""
        if not session.options.shows_table:
            await server.show_table(text)
        return str(text)

    @server.command(SILENCE)
    async def silence(about: Any) -> bool:
        edit = (
            await server.edit_for(about)
            if isinstance(about, Mapping)
            else Failed("nothing is said to silence")
        )
        if isinstance(edit, Failed):
            server.say(edit.why)
            return False
        result = await server.workspace_apply_edit_async(
            lsp.ApplyWorkspaceEditParams(edit, "silence a finding")
        )
        return bool(result.applied)


def _encoding(chosen: Any) -> Any:
    return str(getattr(chosen, "value", chosen) or "utf-16")


def serve(
    first: subprocess.Popen[bytes] | None,
    given: tuple[tuple[str, object], ...] = (),
    *,
    isolated: bool = False,
) -> None:
    """Serves one client until it is gone. `first`: a process that reads, started before pygls was imported.

    `given`: options as on the command line, which those of the client beat.
    """
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = Server(first, isolated=isolated)
    server.session.options = replace(server.session.options, given=given)
    _register(server)
    # What anything else prints goes to standard error: the client reads messages alone.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        server.start_io(stdout=answers)
    finally:
        server.session.close()
