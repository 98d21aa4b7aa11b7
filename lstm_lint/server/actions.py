"""Code actions: the fix of a finding, all safe fixes of a document, a comment that silences, a rule turned off.

Fixes come with their edits. What takes a reading of its own is worked out when the user has chosen it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from lstm_lint.server import shown
from lstm_lint.server.facts import Noted, Spot
from lstm_lint.server.texts import Encoding, text_edits
from lstm_lint.server.view import View

FIX_ALL = "source.fixAll.lstm-lint"
KINDS = (lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll)
SILENCE_ASKED = "lstm-lint.silenceWithReason"  # a command of clients that can ask for the reason
REASON = "reason"  # stands for it where the client cannot


def offered(
    view: View, at: Spot, only: Sequence[str] | None, encoding: Encoding, *, asks_reason: bool
) -> list[lsp.CodeAction]:
    """What can be done about the findings on the lines of a place."""
    found: list[lsp.CodeAction] = []
    lines = Spot(at.line, 1, at.end_line, 1 << 30, at.cell)
    here = [one for one in view.reading.findings if not one.broken and _meets(lines, one.spot)]
    if _wants(only, lsp.CodeActionKind.QuickFix):
        for one in here:
            found += _fix(view, one, encoding)
        for one in here:
            found += _silencing(view, one, encoding, asks_reason)
    safe = any(one.mend and one.mend.safe for one in view.reading.findings)
    if _wants(only, FIX_ALL) and (only or here) and safe:
        uri = view.snapshot.uri
        title = "Fix all that is safe to fix (lstm-lint)"
        found.append(lsp.CodeAction(title, FIX_ALL, data={"task": "fix", "uri": uri}))
    return found


def _meets(lines: Spot, other: Spot) -> bool:
    return lines.cell == other.cell and other.line <= lines.end_line and other.end_line >= lines.line


def _wants(only: Sequence[str] | None, kind: str) -> bool:
    """Whether a client that asks for some kinds alone takes this one."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in map(_plain, only))


def _plain(kind: Any) -> str:
    return str(getattr(kind, "value", kind))


def _fix(view: View, one: Noted, encoding: Encoding) -> Iterator[lsp.CodeAction]:
    if one.mend is None:
        return
    edits = text_edits(view.snapshot, one.mend.changes, encoding)
    title = one.mend.title[:1].upper() + one.mend.title[1:]
    yield lsp.CodeAction(
        f"{title} ({one.code})" if one.mend.safe else f"{title} ({one.code}, unsafe: read what it changes)",
        lsp.CodeActionKind.QuickFix,
        diagnostics=_diagnostics(view, one, encoding),
        is_preferred=one.mend.safe or None,
        edit=lsp.WorkspaceEdit(document_changes=list(edits)),
    )


def _silencing(view: View, one: Noted, encoding: Encoding, asks_reason: bool) -> Iterator[lsp.CodeAction]:
    if one.code.startswith("LL0"):
        return  # about the comments themselves
    uri = view.snapshot.uri
    spot = [one.spot.line, one.spot.column, one.spot.end_line, one.spot.end_column, one.spot.cell]
    about = {"task": "silence", "uri": uri, "code": one.code, "spot": spot}
    diagnostics = _diagnostics(view, one, encoding)
    kind = lsp.CodeActionKind.QuickFix
    if asks_reason:
        title = f"Ignore {one.code} here, with a reason"
        command = lsp.Command(title, SILENCE_ASKED, arguments=[about])
        yield lsp.CodeAction(title, kind, diagnostics=diagnostics, command=command)
    else:
        title = f"Ignore {one.code} here, with a reason: # lstm-lint: ignore[{one.code}] {REASON}"
        data = {**about, "reason": REASON}
        yield lsp.CodeAction(title, kind, diagnostics=diagnostics, data=data)
    title = f"Ignore {one.code} here: # noqa: {one.code}"
    yield lsp.CodeAction(title, kind, diagnostics=diagnostics, data={**about, "reason": ""})
    title = f"Turn {one.code} {one.name} off in the settings"
    yield lsp.CodeAction(
        title, kind, diagnostics=diagnostics, data={"task": "turn_off", "uri": uri, "code": one.code}
    )


def _diagnostics(view: View, one: Noted, encoding: Encoding) -> list[lsp.Diagnostic]:
    sheet = view.snapshot.sheet(one.spot)
    return [shown.diagnostic(one, sheet, view, None, encoding)] if sheet is not None else []


def settings_edit(path: str, before: str, after: str, can_create: bool) -> lsp.WorkspaceEdit:
    """The edit of a config file; one that is not there is made, where the client can do that."""
    uri = Path(path).as_uri()
    identifier = lsp.OptionalVersionedTextDocumentIdentifier(uri, None)
    lines = before.split("\n")
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(len(lines), 0))
    edit = lsp.TextDocumentEdit(identifier, [lsp.TextEdit(whole, after)])
    if before or not can_create:
        return lsp.WorkspaceEdit(document_changes=[edit])
    create = lsp.CreateFile(uri, options=lsp.CreateFileOptions(ignore_if_exists=True))
    return lsp.WorkspaceEdit(document_changes=[create, edit])
