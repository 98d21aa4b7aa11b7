"""The documents that a client has open, each with what is read of it. A change cancels the reading before it."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from lstm_lint.server.facts import Failed, FileFact, Order, Reading, Spot, Text
from lstm_lint.server.options import Options
from lstm_lint.server.readers import Readers
from lstm_lint.server.texts import Encoding, Sheet, Snapshot
from lstm_lint.server.view import View, viewed
from lstm_lint.source.source import SourceError

_LARGEST_UNSAVED = 200_000  # bytes of a module that is read with others
_KEPT = 4  # states of a text whose verdicts are remembered

Key = tuple[str, str, Spot]


class Document:
    """One open script or notebook."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.view: View | None = None
        self.task: asyncio.Task[None] | None = None
        self.looking: asyncio.Task[None] | None = None
        self.files: tuple[FileFact, ...] = ()  # those that it reads, as they were when they were looked at
        self.dirty = False
        self.published: set[str] = set()  # the texts that a client shows findings of
        self._verdicts: dict[bytes, dict[Key, str]] = {}

    def cancel(self) -> None:
        """Nothing of it is wanted any more."""
        for task in (self.task, self.looking):
            if task is not None:
                task.cancel()

    @property
    def verdicts(self) -> dict[Key, str]:
        """What smoke training said of the text as it is now."""
        return self._verdicts.get(self.snapshot.data_or_nothing or b"", {})

    def judged(self, snapshot: Snapshot, verdicts: dict[Key, str]) -> None:
        """Training said this of that state of the text."""
        self._verdicts[snapshot.data_or_nothing or b""] = verdicts
        while len(self._verdicts) > _KEPT:
            del self._verdicts[next(iter(self._verdicts))]


class Session:
    """All documents of a client. `show` is called whenever there is something new of one, `say` with what is wrong."""

    def __init__(self, show: Callable[[Document], None], say: Callable[[str], None]) -> None:
        self.options = Options()
        self.encoding: Encoding = "utf-16"
        self.roots: list[str] = []
        self.documents: dict[str, Document] = {}
        self.cells: dict[str, str] = {}  # the notebook of a cell
        self.first: subprocess.Popen[bytes] | None = None
        self._readers: Readers | None = None
        self._lookers: Readers | None = None
        self._show, self._say = show, say
        self._said: set[str] = set()

    @property
    def readers(self) -> Readers:
        if self._readers is None:
            self._readers = Readers(self.first)
        return self._readers

    @property
    def lookers(self) -> Readers:
        """Processes of their own for what may take long: no reading waits for one that looks at a file."""
        if self._lookers is None:
            self._lookers = Readers()
        return self._lookers

    def document(self, uri: str) -> Document | None:
        """The document of a script, a notebook or a cell of one."""
        return self.documents.get(self.cells.get(uri, uri))

    def close(self) -> None:
        """The client is gone."""
        for document in self.documents.values():
            document.cancel()
        if self._lookers is not None:
            self._lookers.close()
        if self._readers is not None:
            self._readers.close()
        elif self.first is not None:
            self.first.kill()

    # --- what the client says -------------------------------------------------------------------------------------

    def opened(self, snapshot: Snapshot) -> None:
        """A document is open now."""
        self.closed(snapshot.uri)
        document = self.documents[snapshot.uri] = Document(snapshot)
        self._name_cells(snapshot)
        self._read(document)

    def changed(self, document: Document, snapshot: Snapshot) -> None:
        """A document holds something else now."""
        if document.snapshot.is_notebook:
            for sheet in document.snapshot.sheets:
                self.cells.pop(sheet.uri, None)
        document.snapshot = snapshot
        document.dirty = True
        self._name_cells(snapshot)
        self._read(document)
        self.changed_on_disk([snapshot.path])

    def closed(self, uri: str) -> None:
        """A document is no more open."""
        document = self.documents.pop(uri, None)
        if document is None:
            return
        document.cancel()
        for sheet in document.snapshot.sheets:
            self.cells.pop(sheet.uri, None)
        if document.dirty:
            self.changed_on_disk([document.snapshot.path])

    def _name_cells(self, snapshot: Snapshot) -> None:
        if snapshot.is_notebook:
            self.cells.update((sheet.uri, snapshot.uri) for sheet in snapshot.sheets)

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        """Modules changed: what was read with them is read again."""
        changed = {os.path.abspath(path) for path in paths}
        for document in self.documents.values():
            siblings = document.view.reading.siblings if document.view is not None else ()
            root = self.root(document.snapshot.path)
            if any(os.path.abspath(os.path.join(root, one)) in changed for one in siblings):
                self._read(document)

    def read_all(self) -> None:
        """Settings changed: everything is read again."""
        for document in self.documents.values():
            self._read(document)

    # --- reading --------------------------------------------------------------------------------------------------

    def root(self, path: str) -> str:
        """The innermost folder of the workspace that holds a file, else that of the file."""
        above = [root for root in self.roots if path.startswith(os.path.join(root, ""))]
        return max(above, key=len, default=os.path.dirname(path))

    def order(self, task: str, document: Document, *about: object) -> Order:
        """Something to do with a document as it is now. Raises SourceError."""
        snapshot = document.snapshot
        unsaved = tuple(
            (other.snapshot.path, data)
            for other in self.documents.values()
            if other is not document and other.dirty and not other.snapshot.is_notebook
            if (data := other.snapshot.data_or_nothing) and len(data) <= _LARGEST_UNSAVED
        )
        text = Text(snapshot.path, snapshot.data, self.root(snapshot.path), unsaved)
        return Order(task, text, self.options.arguments, about, document.files)

    async def done(self, task: str, document: Document, *about: object) -> Any:
        """What comes of it; a `Failed` where nothing does."""
        try:
            return await self.readers.done(self.order(task, document, *about))
        except SourceError as error:
            return Failed(str(error))

    def _read(self, document: Document) -> None:
        if document.task is not None:
            document.task.cancel()
        document.task = asyncio.ensure_future(self._reading(document))

    async def _reading(self, document: Document) -> None:
        snapshot = document.snapshot
        answer = await self.done("read", document)
        if isinstance(answer, Failed):
            if answer.why not in self._said:
                self._said.add(answer.why)
                self._say(f"{os.path.basename(snapshot.path)}: {answer.why}")
            answer = Reading(problem=answer.why)
        elif not answer.problem:
            self._said.clear()
        document.view = viewed(snapshot, answer, document.view)
        self._show(document)
        if answer.asks and (document.looking is None or document.looking.done()):
            document.looking = asyncio.ensure_future(self._looking(document))

    async def _looking(self, document: Document) -> None:
        """Looks at the files that a document reads, beside all readings, and reads it again with what they hold."""
        try:
            answer = await self.lookers.done(self.order("look", document))
        except SourceError:
            return
        if isinstance(answer, Failed):
            if answer.why not in self._said:
                self._said.add(answer.why)
                self._say(f"{os.path.basename(document.snapshot.path)}: {answer.why}")
        elif answer != document.files and self.documents.get(document.snapshot.uri) is document:
            document.files = answer
            self._read(document)

    async def settled(self, uri: str) -> tuple[Document, View] | None:
        """A document with the view of what it holds now, as soon as that is there; None of one that is not open."""
        document = self.document(uri)
        while document is not None and document.task is not None:
            task = document.task
            await asyncio.wait([task])
            if document.task is task:
                break
        if document is None or document.view is None or self.document(uri) is not document:
            return None
        return document, document.view


def path_of(uri: str) -> str:
    """The path that an address stands for; of what has none, such as an untitled document, a name to read it by."""
    parts = urlsplit(uri)
    if parts.scheme in ("", "file"):
        host = f"//{parts.netloc}" if parts.netloc else ""
        return os.path.normpath(host + _path(parts.path))
    name = unquote(parts.path)
    return os.path.abspath(name if name.startswith(os.sep) else os.path.join(os.sep, name))


def _path(quoted: str) -> str:
    if os.name != "nt":
        return unquote(quoted)
    from urllib.request import url2pathname  # with all of HTTP: a fortieth of the server's start

    return url2pathname(quoted)


def sheet(item: Any, *, python: bool = True) -> Sheet:
    """A text document of the protocol."""
    return Sheet(item.uri, item.text, item.version, python)
