"""Scripts and notebooks as Python text whose positions lead back to the file, and edits on the way back."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from lstm_lint.ir.facts import cached_property
from lstm_lint.ir.records import dataclass, field, replace
from lstm_lint.run.files import DOCUMENTS

if TYPE_CHECKING:
    from lstm_lint.findings import Span
    from lstm_lint.source import notebook

# (line, column, end line, end column, new text): 1-based, columns in code points, the end exclusive.
Edit = tuple[int, int, int, int, str]

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n?|\n")
_BYTES_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")
_UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
# The line before every cell belongs to none; it is there to hold this for cells that IPython would dedent.
_DEDENT = "if True:"


class SourceError(Exception):
    """A file that holds no Python text to read; the message is one line."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell of a notebook, or a chunk of a document, and the lines of `Source.text` that are its own."""

    number: int
    first_line: int
    lines: int
    file_lines: tuple[int, ...]

    @property
    def last_line(self) -> int:
        return self.first_line + self.lines - 1


@dataclass(frozen=True, slots=True)
class Location:
    """Where a person looks: a line of a cell or of the file, and the physical line of the file."""

    cell: int | None
    line: int
    column: int
    file_line: int


@dataclass(frozen=True, eq=False)
class Source:
    """The Python of one file.

    `text` is what to parse: line ends are newlines, the byte order mark is gone, and the code cells of a
    notebook follow one another, with one line before each that belongs to no cell and IPython syntax blanked. Of a
    document (Quarto, Markdown) all but its chunks is blanked: its lines are those of the file.
    `raw` is the same before blanking, line for line and column for column: what people see and edits change.
    """

    path: str
    text: str
    raw: str
    cells: tuple[Cell, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict)  # of a notebook
    _data: bytes = field(default=b"", repr=False)
    _encoding: str = field(default="utf-8", repr=False)
    _codes: tuple[notebook.Code, ...] = field(default=(), repr=False)

    @property
    def is_notebook(self) -> bool:
        """Whether the cells are those of a JSON file, in which nobody counts lines."""
        return bool(self._codes)

    def locate(self, line: int, column: int) -> Location:
        """Where a position of `text` stands in the file; a line before a cell counts as the one above."""
        if not self.is_notebook:
            return Location(None, line, column, line)
        cell = self.cells[max(0, bisect_right(self._first_lines, line) - 1)]
        within = min(max(line, cell.first_line), cell.last_line) - cell.first_line
        return Location(cell.number, within + 1, column, cell.file_lines[within])

    def cell_at(self, line: int) -> Cell | None:
        """The cell that a line of `text` belongs to."""
        index = bisect_right(self._first_lines, line) - 1
        if index >= 0 and line <= self.cells[index].last_line:
            return self.cells[index]
        return None

    def displays(self, span: Span) -> bool:
        """Whether an expression is the last of a cell of a notebook, which shows its value below the cell."""
        cell = self.cell_at(span.end_line) if self.is_notebook and span.column == 1 else None
        if cell is None:
            return False
        lines = self._text_lines[span.end_line - 1 : cell.last_line]
        rest = [lines[0][span.end_column - 1 :], *lines[1:]]
        return all(not line.strip() or line.lstrip().startswith("#") for line in rest)

    def line_text(self, line: int) -> str:
        """A line of `raw`; empty beyond its ends."""
        return self._raw_lines[line - 1] if 0 < line <= len(self._raw_lines) else ""

    def is_cell_as_text(self, line: int) -> bool:
        """Whether a line of `raw` holds a cell of a converted notebook as a string, in which nothing may be edited."""
        return not self.cells and "get_ipython().run_cell_magic(" in self.line_text(line)

    @property
    def file_text(self) -> str:
        """The file as it is: of a notebook the JSON, with what its cells printed."""
        return self._data.decode(self._encoding, "replace")

    def cell_text(self, cell: Cell) -> str:
        """The text of one cell alone, to find out which cell does not parse."""
        lines = self._text_lines
        return "\n".join(lines[cell.first_line - 2 : cell.last_line]) + "\n"

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The content of the whole file after edits of `raw`; what no edit covers stays byte for byte.

        Raises ValueError where edits overlap, leave the text, are not inside one cell, or would read back as
        something else (a newline after a lone carriage return, a changed encoding declaration).
        """
        ordered = sorted(edits, key=lambda edit: edit[:4])
        for before, after in itertools.pairwise(ordered):
            if after[:2] < before[2:4]:
                raise ValueError(f"overlapping edits at line {after[0]}")
        for edit in ordered:
            self._check(edit)
        if not ordered:
            return self._data
        data, wanted = self._edited_notebook(ordered) if self.is_notebook else self._edited_script(ordered)
        try:
            again = from_bytes(data, self.path)
        except SourceError as error:
            raise ValueError(f"the edited file would not be readable: {error}") from None
        if (tuple(code.text for code in again._codes) if self.is_notebook else again.raw) != wanted:
            raise ValueError("the edited file would not read as it should")
        return data

    @cached_property
    def _first_lines(self) -> list[int]:
        return [cell.first_line for cell in self.cells]

    @cached_property
    def _raw_lines(self) -> list[str]:
        return self.raw.split("\n")

    @cached_property
    def _text_lines(self) -> list[str]:
        return self.text.split("\n")

    def _check(self, edit: Edit) -> None:
        line, column, end_line, end_column, _ = edit
        for at, position in ((line, column), (end_line, end_column)):
            if not 1 <= at <= len(self._raw_lines) or not 1 <= position <= len(self._raw_lines[at - 1]) + 1:
                raise ValueError(f"no such position: line {at}, column {position}")
        if (end_line, end_column) < (line, column):
            raise ValueError(f"an edit that ends before it starts, at line {line}")
        if self.cells:
            cell = self.cell_at(line)
            if cell is None or cell is not self.cell_at(end_line):
                raise ValueError(f"an edit outside of a cell, or across cells, at line {line}")

    def _edited_script(self, edits: Sequence[Edit]) -> tuple[bytes, str]:
        bom = _BOM if self._data.startswith(_BOM) else b""
        original = self._data[len(bom) :].decode(self._encoding)
        if original.encode(self._encoding) != self._data[len(bom) :]:
            raise ValueError(f"text in {self._encoding} cannot be written back unchanged")
        ends = list(_LINE_END.finditer(original))
        starts = [0, *(found.end() for found in ends)]
        changes = []
        for line, column, end_line, end_column, new in edits:
            # A line without an end of its own (the last one) takes after the line above.
            style = ends[min(line, len(ends)) - 1][0] if ends else "\n"
            new = _LINE_END.sub("\n", new).replace("\n", style)
            changes.append((starts[line - 1] + column - 1, starts[end_line - 1] + end_column - 1, new))
        edited = _apply(original, changes)
        return bom + edited.encode(self._encoding), _apply(self.raw, _offsets(self.raw, edits))

    def _edited_notebook(self, edits: Sequence[Edit]) -> tuple[bytes, tuple[str, ...]]:
        from lstm_lint.source import notebook

        bom = _BOM if self._data.startswith(_BOM) else b""
        original = self._data[len(bom) :].decode()
        changes: list[tuple[int, int, str]] = []
        wanted: list[str] = []
        for cell, code in zip(self.cells, self._codes):
            above = cell.first_line - 1
            inside = [
                (line - above, column, end_line - above, end_column, new)
                for line, column, end_line, end_column, new in edits
                if cell.first_line <= line <= cell.last_line
            ]
            offsets = _offsets(code.text, inside)
            wanted.append(_apply(code.text, offsets))
            changes += notebook.replacements(original, code, offsets) if inside else []
        return bom + _apply(original, changes).encode(), tuple(wanted)


def from_bytes(data: bytes, path: str) -> Source:
    """Reads a notebook where the path ends in .ipynb, a document by its suffix, else a script. Raises SourceError."""
    suffix = path.lower()
    if suffix.endswith(".ipynb"):
        return _from_notebook(data, path)
    if suffix.endswith(DOCUMENTS):
        return _from_document(data, path)
    return _from_script(data, path)


def encoded(text: str) -> bytes:
    """The bytes of a script that an editor holds as text, in the encoding that it declares. Raises SourceError."""
    data = text.encode("utf-8", "surrogatepass")
    encoding = _encoding(data)
    try:
        return data if encoding == "utf-8" else text.encode(encoding)
    except (LookupError, ValueError):  # said where it is read
        return data


def blank_cell(source: Source, number: int) -> Source:
    """The same source with the text of one cell blanked, for a cell that does not parse."""
    lines = source.text.split("\n")
    for cell in source.cells:
        if cell.number == number:
            for index in range(cell.first_line - 2, cell.last_line):
                lines[index] = " " * len(lines[index])
    return replace(source, text="\n".join(lines))


def _from_script(data: bytes, path: str) -> Source:
    raw, encoding = _decoded(data)
    return Source(path, _python(raw), raw, _data=data, _encoding=encoding)


def _from_document(data: bytes, path: str) -> Source:
    from lstm_lint.source import documents, ipython

    raw, encoding = _decoded(data)
    written = raw.split("\n")
    lines = [" " * len(line) for line in written]
    cells = []
    for number, chunk in enumerate(documents.chunks(raw, path), 1):
        text = "\n".join(written[chunk.first - 1 : chunk.last])
        if ipython.starts_indented(text):
            lines[chunk.first - 2] = _DEDENT
        lines[chunk.first - 1 : chunk.last] = ipython.blank(text).split("\n")
        size = chunk.last - chunk.first + 1
        cells.append(Cell(number, chunk.first, size, tuple(range(chunk.first, chunk.last + 1))))
    return Source(path, "\n".join(lines), raw, tuple(cells), _data=data, _encoding=encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    """The text of a script or document, its line ends newlines, and its encoding. Raises SourceError."""
    if b"\0" in data:
        raise SourceError("not a text file: it holds NUL bytes", _line_of(data, data.index(b"\0")))
    encoding = _encoding(data)
    body = data.removeprefix(_BOM)
    try:
        original = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"not valid {encoding}: {error.reason}", _line_of(body, error.start)) from None
    except (LookupError, ValueError):
        raise SourceError(f"not a text encoding: {encoding}", 1) from None
    raw = _LINE_END.sub("\n", original) if "\r" in original else original
    if _UNPRINTABLE.search(raw):
        raise SourceError(f"not a text file: its {encoding} holds characters that no text has")
    return raw, encoding


def _python(raw: str) -> str:
    """A script is Python; only exports of notebooks hold IPython syntax, and they do not compile."""
    if "marimo.App(" in raw:
        return _marimo(raw)
    if not _may_hold_ipython(raw):
        return raw
    from lstm_lint.source import ipython

    blanked = ipython.blank(raw)
    if blanked == raw:
        return raw
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes, which are the user's own affair
            ast.parse(raw)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return blanked
    return raw


def _marimo(raw: str) -> str:
    from lstm_lint.source import marimo
    from lstm_lint.source.python_ast import parsed_by_python

    tree = parsed_by_python(raw)
    return marimo.flattened(raw, tree) if tree is not None else raw


def _may_hold_ipython(text: str) -> bool:
    """Whether anything stands where IPython syntax may: `ipython.blank` takes a twentieth of a parse to find none."""
    if text.lstrip().startswith((",", ";", "/", ">>> ", "In [")) or "\x0b" in text:
        return True
    if not text.isascii() and re.search("[\x85-\xa0\u1680-\u206f\u3000\ufeff]", text):
        return True  # white space that is none to Python
    if re.search("=[ \t]*[!%]", text):
        return True
    lines = [line.strip() for line in text.split("\n")]
    return any(line and (line[0] in "%!?,;/" or line[-1] == "?") for line in lines)


def _encoding(data: bytes) -> str:
    """The encoding by PEP 263. A byte order mark is not part of its name."""
    head = _BYTES_LINE.match(data)
    second = _BYTES_LINE.match(data, head.end()) if head else None
    lines = [found[0] for found in (head, second) if found]
    if not any(b"coding" in line for line in lines):
        return "utf-8"
    import tokenize

    # A lone carriage return ends a line for Python, but not for the tokenize module.
    universal = iter([line.rstrip(b"\r\n") + b"\n" for line in lines])
    try:
        encoding, _ = tokenize.detect_encoding(lambda: next(universal, b""))
    except SyntaxError as error:
        raise SourceError(str(error.msg), 1) from None
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _from_notebook(data: bytes, path: str) -> Source:
    from lstm_lint.source import ipython, notebook

    body = data.removeprefix(_BOM)
    try:
        file_text = body.decode()
    except UnicodeDecodeError as error:
        raise SourceError(f"not valid utf-8: {error.reason}", _line_of(body, error.start)) from None
    try:
        read = notebook.read(file_text)
    except notebook.NotebookError as error:
        raise SourceError(str(error), error.line) from None
    is_python = read.language is None or re.search("py|sage", read.language, re.IGNORECASE) is not None
    texts: list[str] = []
    raws: list[str] = []
    cells: list[Cell] = []
    first_line = 2
    places = notebook.physical_lines(file_text, read.codes)
    for number, (code, file_lines) in enumerate(zip(read.codes, places), 1):
        # A lone surrogate or NUL can stand in JSON, but not in a text that is parsed and shown.
        raw = code.text
        if not raw.isascii() or "\0" in raw:
            raw = _UNPRINTABLE.sub("\ufffd", raw)
        text = ipython.blank(raw) if is_python else ipython.spaces(raw)
        before = _DEDENT if ipython.starts_indented(text) else ""
        texts += before, text
        raws += " " * len(before), raw
        cells.append(Cell(number, first_line, len(file_lines), file_lines))
        first_line += len(file_lines) + 1
    end = [""] if cells else []
    joined = "\n".join(texts + end), "\n".join(raws + end)
    return Source(path, *joined, tuple(cells), read.metadata, _data=data, _codes=read.codes)


def _offsets(text: str, edits: Sequence[Edit]) -> list[tuple[int, int, str]]:
    starts = [0, *itertools.accumulate(len(line) + 1 for line in text.split("\n"))]
    return [
        (starts[line - 1] + column - 1, starts[end_line - 1] + end_column - 1, _LINE_END.sub("\n", new))
        for line, column, end_line, end_column, new in edits
    ]


def _apply(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, new in changes:
        pieces += text[at:start], new
        at = end
    return "".join((*pieces, text[at:]))


def _line_of(data: bytes, offset: int) -> int:
    before = data[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
