"""Random edits of scripts and notebooks: what a hand does to a text, and worse. Seeded, so that each run is the same.

After some of them the server has to be there, to answer, and to show what it shows of the same text opened anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.server.client import Client

ROOT = Path(__file__).resolve().parents[2]
PIECES = (
    "(", ")", "[", "]", '"', "'", '"""', "\n", "\n    ", "\r\n", "\t", "\x0c", "\u2028", "ä", "𝄞", "#", "\\", ":", ",",
    "=", "x = (\n", "model.add(LSTM(32))\n", "return_sequences=True", "Dense(1)", "LSTM", "None", "0.5", "lambda x: ",
    "# noqa: LL202", "import keras\n", "def f():\n", "if True:\n    ", "%%time\n", "!pip install keras\n", "\0", "💥",
)  # fmt: skip
CHECKED_EACH = 10  # edits
OPENED_EACH = 20
RESTORED_AFTER = 15  # edits of a text: beyond that hardly any is Python
_MOST = 60_000  # characters


def seeds(folder: Path = ROOT) -> list[tuple[str, str]]:
    """Names and texts of scripts to edit: those of this repository that look like real ones."""
    files = [
        *sorted((folder / "examples").glob("*.py")),
        *sorted((folder / "tests" / "planted").glob("*.py")),
    ]
    return [(file.name, file.read_text(encoding="utf-8")) for file in files]


def notebook_seeds(folder: Path = ROOT) -> list[tuple[str, list[str]]]:
    """Names and cells of notebooks to edit."""
    found = []
    for file in sorted((folder / "examples").glob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        found.append((file.name, ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]))
    return found


def units(text: str) -> int:
    """The length of a text in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def position(text: str, offset: int) -> dict[str, int]:
    """Where an offset is, as the protocol counts; inside of `\\r\\n` it is before it."""
    before = text[:offset]
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        before = before[:-1]
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"line": len(lines) - 1, "character": units(lines[-1])}


@dataclass
class Sheet:
    """A text as the client has it."""

    uri: str
    text: str
    version: int = 1
    past: list[str] = field(default_factory=list)
    wild: bool = False  # the last edit was one of which anything may come

    def edited(self, chance: Random) -> list[dict[str, Any]]:
        """Some edits, as the changes of one notification."""
        self.version += 1
        if self.past and chance.random() < (0.8 if self.wild else 0.1):  # undo
            self.wild, self.text = False, self.past.pop()
            return [{"text": self.text}]
        self.past = [*self.past[-20:], self.text]
        if chance.random() < 0.6:
            return [self._mild(chance)]
        self.wild = True
        return [self._one(chance) for _ in range(chance.choice((1, 1, 1, 2, 3)))]

    def _mild(self, chance: Random) -> dict[str, Any]:
        """An edit after which most texts still parse: a number, a comment, a line that is there twice."""
        lines = self.text.split("\n")
        number = chance.randrange(len(lines))
        line = lines[number]
        start = sum(len(one) + 1 for one in lines[:number])
        digits = re.search(r"(?<![\w.])[1-9]\d*(?![\w.])", line)
        if digits is not None and chance.random() < 0.6:
            return self._changed(start + digits.start(), start + digits.end(), str(chance.randint(1, 200)))
        if chance.random() < 0.5:
            return self._changed(
                start, start, f"# {chance.choice(PIECES).strip()}".split("\n")[0].rstrip("\r") + "\n"
            )
        return self._changed(start, start, f"{line}\n")

    def _changed(self, start: int, end: int, new: str) -> dict[str, Any]:
        ends = {"start": position(self.text, start), "end": position(self.text, end)}
        self.text = self.text[:start] + new + self.text[end:]
        return {"range": ends, "text": new}

    def _one(self, chance: Random) -> dict[str, Any]:
        start = self._place(chance)
        end = start
        kind = chance.random()
        new = ""
        if kind < 0.5 and len(self.text) < _MOST:
            new = (
                chance.choice(PIECES)
                if chance.random() < 0.7
                else chance.choice(self.text.split("\n")) + "\n"
            )
        else:
            size = chance.choice((1, 1, 3, 10, 80, 400)) if len(self.text) < _MOST else 4000
            end = self._whole(min(len(self.text), start + size))
            new = chance.choice(("", "", "x", "\n"))
        return self._changed(start, end, new)

    def _place(self, chance: Random) -> int:
        return self._whole(chance.randint(0, len(self.text)))

    def _whole(self, offset: int) -> int:
        """Not between the two characters of `\\r\\n`."""
        split = self.text[offset - 1 : offset + 1] == "\r\n"
        return offset - 1 if split else offset


class Script:
    """A script that is being edited."""

    def __init__(self, client: Client, uri: str, text: str) -> None:
        self.client, self.sheet, self.seed, self.edits = client, Sheet(uri, text), text, 0
        client.open(uri, text)

    def edit(self, chance: Random) -> None:
        self.edits += 1
        changes = self.sheet.edited(chance)
        self.client.change(self.sheet.uri, self.sheet.version, changes)

    def restore(self) -> None:
        """It is as it was in the beginning."""
        self.edits = 0
        self.sheet.text, self.sheet.version, self.sheet.past = self.seed, self.sheet.version + 1, []
        self.client.change(self.sheet.uri, self.sheet.version, [{"text": self.seed}])

    @property
    def sheets(self) -> list[Sheet]:
        return [self.sheet]

    def opened_anew(self, uri: str) -> list[str]:
        """The same under another address, in the same folder."""
        self.client.open(uri, self.sheet.text)
        return [uri]

    def closed(self, uri: str) -> None:
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


class Notebook:
    """A notebook whose cells are edited, added, moved and deleted."""

    def __init__(self, client: Client, uri: str, cells: Sequence[str]) -> None:
        self.client, self.uri, self.version, self.made = client, uri, 1, 0
        self.seed, self.edits = tuple(cells), 0
        self.sheets: list[Sheet] = [self._sheet(text) for text in cells]
        self._open(uri, self.sheets)

    def restore(self) -> None:
        """It is closed without being saved, and opened."""
        self.closed(self.uri)
        self.version, self.edits = 1, 0
        self.sheets = [self._sheet(text) for text in self.seed]
        self._open(self.uri, self.sheets)

    def _sheet(self, text: str) -> Sheet:
        self.made += 1
        return Sheet(f"{self.uri}#cell{self.made}", text)

    def _open(self, uri: str, sheets: Sequence[Sheet]) -> None:
        cells = [{"kind": 2, "document": one.uri} for one in sheets]
        notebook = {"uri": uri, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
        items = [_item(one) for one in sheets]
        self.client.notify(
            "notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": items}
        )

    def edit(self, chance: Random) -> None:
        self.version += 1
        self.edits += 1
        kind = chance.random()
        if kind < 0.1 or not self.sheets:
            self._add(chance.randint(0, len(self.sheets)), chance)
        elif kind < 0.18 and len(self.sheets) > 1:
            self._delete(chance.randrange(len(self.sheets)))
        elif kind < 0.26 and len(self.sheets) > 1:
            self._move(chance)
        else:
            sheet = chance.choice(self.sheets)
            changes = sheet.edited(chance)
            document = {"uri": sheet.uri, "version": sheet.version}
            self._tell({"textContent": [{"document": document, "changes": changes}]})

    def _add(self, at: int, chance: Random) -> None:
        new = self._sheet(chance.choice([one.text for one in self.sheets] or ["import keras\n"])[:2000])
        self.sheets.insert(at, new)
        array = {"start": at, "deleteCount": 0, "cells": [{"kind": 2, "document": new.uri}]}
        self._tell({"structure": {"array": array, "didOpen": [_item(new)], "didClose": []}})

    def _delete(self, at: int) -> None:
        gone = self.sheets.pop(at)
        array = {"start": at, "deleteCount": 1, "cells": []}
        self._tell({"structure": {"array": array, "didOpen": [], "didClose": [{"uri": gone.uri}]}})

    def _move(self, chance: Random) -> None:
        """Two neighbors change places, as VS Code says it: what lies between is replaced by the same cells."""
        at = chance.randrange(len(self.sheets) - 1)
        self.sheets[at : at + 2] = reversed(self.sheets[at : at + 2])
        cells = [{"kind": 2, "document": one.uri} for one in self.sheets[at : at + 2]]
        self._tell({"structure": {"array": {"start": at, "deleteCount": 2, "cells": cells}}})

    def _tell(self, cells: dict[str, Any]) -> None:
        about = {"uri": self.uri, "version": self.version}
        self.client.notify(
            "notebookDocument/didChange", {"notebookDocument": about, "change": {"cells": cells}}
        )

    def opened_anew(self, uri: str) -> list[str]:
        sheets = [Sheet(f"{uri}#{number}", one.text) for number, one in enumerate(self.sheets)]
        self._open(uri, sheets)
        return [one.uri for one in sheets]

    def closed(self, uri: str) -> None:
        self.client.notify(
            "notebookDocument/didClose", {"notebookDocument": {"uri": uri}, "cellTextDocuments": []}
        )


def _item(sheet: Sheet) -> dict[str, Any]:
    return {"uri": sheet.uri, "languageId": "python", "version": sheet.version, "text": sheet.text}


def typed(
    client: Client, folder: Path, count: int, seed: int, after: Callable[[int], None] = lambda number: None
) -> int:
    """Makes that many random edits of all seeds in turn. Returns how often a text with layers was compared with itself.

    Raises Ended where the server is gone and AssertionError where it shows something else of a text than when opened.
    """
    chance = Random(seed)
    documents: list[Script | Notebook] = [
        *(Script(client, (folder / name).as_uri(), text) for name, text in seeds()),
        *(Notebook(client, (folder / name).as_uri(), cells) for name, cells in notebook_seeds()),
    ]
    compared = 0
    for number in range(1, count + 1):
        document = chance.choice(documents)
        document.edit(chance)
        if number % CHECKED_EACH == 0 and document.sheets:
            client.hints(chance.choice(document.sheets).uri)
        if number % OPENED_EACH == 0:
            compared += _compare(client, document, folder, number)
        if document.edits >= RESTORED_AFTER:
            document.restore()
        after(number)
    return compared


def _compare(client: Client, document: Script | Notebook, folder: Path, number: int) -> int:
    """Whether a text that came about by edits is shown as it is when it is opened; one that parses, for another keeps
    what was known of it before."""
    for sheet in document.sheets:
        client.hints(sheet.uri)
    shown = [client.diagnostics.get(one.uri, []) for one in document.sheets]
    if any(item["code"] == "LL001" for items in shown for item in items):
        return 0
    kind = ".ipynb" if isinstance(document, Notebook) else ".py"
    uri = (folder / f"anew{number}{kind}").as_uri()
    uris = document.opened_anew(uri)
    for one, other in zip(document.sheets, uris):
        expected = _plain(client.hints(other)), _findings(client.diagnostics.get(other, []))
        found = _plain(client.hints(one.uri)), _findings(client.diagnostics.get(one.uri, []))
        said = "; ".join(client.messages[-3:])
        assert found == expected, f"edit {number}: {one.uri}: {found} is not {expected} ({said})"
    document.closed(uri)
    return int(any(client.hints(one.uri) for one in document.sheets))


def _plain(hints: Sequence[dict[str, Any]]) -> list[Any]:
    return sorted((one["position"]["line"], one["position"]["character"], one["label"]) for one in hints)


def _findings(items: Sequence[dict[str, Any]]) -> list[Any]:
    return sorted((one["code"], json.dumps(one["range"], sort_keys=True), one["message"]) for one in items)
