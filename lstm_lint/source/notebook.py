"""Where the code of a notebook stands in its JSON text, so that an edit can leave every other byte alone."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from json.decoder import scanstring  # type: ignore[attr-defined]  # documented nowhere, used by simplejson

from lstm_lint.ir.records import dataclass

_SPACE = re.compile(r"[ \t\n\r]*")
_KEY = re.compile(r'[ \t\n\r]*"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*')
_NEXT = re.compile(r"[ \t\n\r]*([,}\]])")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_NEWLINE = re.compile(r"\r\n?|\n")
# One code point of a decoded string, as it is written in JSON.
_UNIT = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\"\\]", re.DOTALL
)
_ESCAPED_NON_ASCII = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
# Numbers are never used, and int() refuses more than 4,300 digits.
_DECODER = json.JSONDecoder(parse_int=float)

Visit = Callable[[str, int], int]


class NotebookError(Exception):
    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Code:
    """The source of one code cell as the file writes it."""

    values: tuple[str, ...]  # the strings, decoded
    spans: tuple[tuple[int, int], ...]  # where each stands in the JSON text, quotes included
    span: tuple[int, int]  # the whole value; empty where the cell has none
    is_list: bool

    @property
    def text(self) -> str:
        joined = "".join(self.values)
        return _NEWLINE.sub("\n", joined) if "\r" in joined else joined


@dataclass(frozen=True, slots=True)
class Notebook:
    codes: tuple[Code, ...]
    language: str | None
    metadata: Mapping[str, object]


def of_cells(texts: Sequence[str]) -> bytes:
    """A notebook of code cells with these texts."""
    cells = [{"cell_type": "code", "source": text} for text in texts]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def read(text: str) -> Notebook:
    """The code cells of a notebook (nbformat 4, and 2 and 3 with their worksheets).

    Values that hold no code go through the json module's own C scanner and are dropped at once, so that the
    whole costs about one `json.loads` and the memory of one cell.
    """
    reader = _Reader(text)
    try:
        start = _skip_space(text, 0)
        if text[start : start + 1] != "{":
            json.loads(text)  # says what is wrong with it, if anything
            raise NotebookError("not a notebook: the file holds no JSON object")
        end = _skip_space(text, reader.walk(start, reader.top))
        if end != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
    except json.JSONDecodeError as error:
        raise NotebookError(f"not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise NotebookError("not a notebook: nested too deeply") from None
    if not reader.has_cells:
        raise NotebookError("not a notebook: no list of cells")
    return Notebook(tuple(reader.codes), _language(reader.metadata), reader.metadata)


def physical_lines(text: str, codes: Sequence[Code]) -> list[tuple[int, ...]]:
    """For each cell, the line of the file where each line of its code stands."""
    known, line = 0, 1
    answer: list[tuple[int, ...]] = []
    for code in codes:
        at_piece: list[int] = []
        for start, _ in code.spans or (code.span,):
            line += text.count("\n", known, start)
            known = start
            at_piece.append(line)
        if not code.spans:
            answer.append((line,))
            continue
        joined = "".join(code.values)
        one_each = joined.count("\n") == len(code.values) - 1 and "\r" not in joined
        if one_each and all(value.endswith("\n") for value in code.values[:-1]):
            answer.append(tuple(at_piece))  # one string a line, as nearly every notebook has it
            continue
        ends = list(accumulate(map(len, code.values)))
        starts = [0, *(found.end() for found in _NEWLINE.finditer(joined))]
        answer.append(tuple(at_piece[min(bisect_right(ends, start), len(ends) - 1)] for start in starts))
    return answer


def replacements(text: str, code: Code, edits: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Edits of a cell's code (offsets into `Code.text`) as edits of the JSON text.

    An edit replaces exactly what it covers: where it joins two strings of the list, the quotes and the comma
    between them go too; where it adds a line, a new string starts in the layout of its neighbors.
    """
    ascii_only = text.isascii() and _ESCAPED_NON_ASCII.search(text) is not None
    units = _units(text, code)
    newline = "\r\n" if "\r\n" in "".join(code.values) else "\n"
    firsts = [start for start, _ in code.spans]

    def encode(new: str) -> list[str]:
        return [_encode(part, ascii_only) for part in new.replace("\n", newline).split("\n")]

    if edits and not units:
        whole = encode("".join(new for _, _, new in edits))
        if code.spans:  # strings, but all of them empty
            return [(code.spans[0][0] + 1, code.spans[-1][1] - 1, _join(text, code, 0, whole, True))]
        if not code.is_list:
            raise ValueError("a cell without source cannot be edited")
        parts = [f'"{part}"' for part in _lines(whole) if part]
        return [(*code.span, f"[{', '.join(parts)}]")]
    answer: list[tuple[int, int, str]] = []
    for start, end, new in edits:
        encoded = encode(new)
        at = units[start][0] if start < len(units) else units[-1][1]
        stop = units[end][0] if end < len(units) else units[-1][1]
        piece = bisect_right(firsts, at) - 1
        if not new and end == len(units) and 0 < start < end and at == firsts[piece] + 1 and code.is_list:
            # The last lines go: leave no empty string behind.
            at = max(units[start - 1][1], answer[-1][1] if answer else 0)
        answer.append((at, stop, _join(text, code, piece, encoded, end == len(units))))
    return answer


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.codes: list[Code] = []
        self.metadata: Mapping[str, object] = {}
        self.has_cells = False

    def walk(self, at: int, visit: Visit) -> int:
        """Calls visit(key, offset of the value) for the members of an object or the items of an array;
        it answers with the end of the value. Returns the end of the whole."""
        text = self.text
        closing = "}" if text[at] == "{" else "]"
        first = _skip_space(text, at + 1)
        if text[first : first + 1] == closing:
            return first + 1
        at += 1
        while True:
            key = ""
            if closing == "]":
                at = _skip_space(text, at)
            elif plain := _KEY.match(text, at):
                key, at = plain[1], plain.end()
            else:
                key, at = self._key(_skip_space(text, at))
            at = visit(key, at)
            following = _NEXT.match(text, at)
            if following is None or following[1] not in ("," + closing):
                raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
            at = following.end()
            if following[1] == closing:
                return at

    def top(self, key: str, at: int) -> int:
        if key == "cells" and self.text[at : at + 1] == "[":
            self.codes, self.has_cells = [], True
            return self.walk(at, self.cell)
        if key == "worksheets" and self.text[at : at + 1] == "[":
            return self.walk(at, self.worksheet)
        value, end = self._value(at)
        if key == "metadata" and isinstance(value, dict):
            self.metadata = value
        return end

    def worksheet(self, key: str, at: int) -> int:
        def member(key: str, at: int) -> int:
            if key == "cells" and self.text[at : at + 1] == "[":
                self.has_cells = True
                return self.walk(at, self.cell)
            return self._value(at)[1]

        return self.walk(at, member) if self.text[at : at + 1] == "{" else self._value(at)[1]

    def cell(self, _: str, at: int) -> int:
        if self.text[at : at + 1] != "{":
            return self._value(at)[1]
        found: dict[str, Code] = {}
        kind: object = None

        def member(key: str, at: int) -> int:
            nonlocal kind
            value, end = self._value(at)
            if key == "cell_type":
                kind = value
            elif key in ("source", "input"):
                found[key] = self._code(value, at, end)
            return end

        end = self.walk(at, member)
        if kind == "code":
            self.codes.append(found.get("source") or found.get("input") or Code((), (), (at, at), False))
        return end

    def _code(self, value: object, at: int, end: int) -> Code:
        if isinstance(value, str):
            return Code((value,), ((at, end),), (at, end), False)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            spans = tuple(found.span() for found in _STRING.finditer(self.text, at, end))
            return Code(tuple(value), spans, (at, end), True)
        return Code((), (), (at, at), False)

    def _key(self, at: int) -> tuple[str, int]:
        if self.text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", self.text, at)
        key, end = scanstring(self.text, at + 1, True)
        end = _skip_space(self.text, end)
        if self.text[end : end + 1] != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", self.text, end)
        return key, _skip_space(self.text, end + 1)

    def _value(self, at: int) -> tuple[object, int]:
        try:
            return _DECODER.raw_decode(self.text, at)
        except json.JSONDecodeError:
            raise
        except ValueError as error:
            raise json.JSONDecodeError(str(error), self.text, at) from None


def _skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _language(metadata: Mapping[str, object]) -> str | None:
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(key)
        if isinstance(about, dict) and isinstance(about.get(name), str) and about[name]:
            return str(about[name])
    return None


def _units(text: str, code: Code) -> list[tuple[int, int]]:
    """Where each code point of `Code.text` stands in the JSON text."""
    units: list[tuple[int, int]] = []
    after_return = False
    decoded = iter("".join(code.values))
    for start, end in code.spans:
        for found in _UNIT.finditer(text, start + 1, end - 1):
            character = next(decoded)
            if after_return and character == "\n":
                units[-1] = (units[-1][0], found.end())
            else:
                units.append(found.span())
            after_return = character == "\r"
    return units


def _encode(text: str, ascii_only: bool) -> str:
    encoded = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    # A lone surrogate cannot be written as UTF-8.
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", encoded)


def _lines(encoded: list[str]) -> list[str]:
    return [part + "\\n" for part in encoded[:-1]] + encoded[-1:]


def _join(text: str, code: Code, piece: int, encoded: list[str], at_end: bool) -> str:
    if not code.is_list:
        return "\\n".join(encoded)
    if at_end and len(encoded) > 1 and not encoded[-1]:
        return f'"{_separator(text, code, piece)}"'.join(_lines(encoded)[:-1])
    return f'"{_separator(text, code, piece)}"'.join(_lines(encoded))


def _separator(text: str, code: Code, piece: int) -> str:
    """What stands between two strings of the list around `piece`."""
    spans = code.spans
    if piece + 1 < len(spans):
        return text[spans[piece][1] : spans[piece + 1][0]]
    if piece > 0:
        return text[spans[piece - 1][1] : spans[piece][0]]
    return "," + (text[code.span[0] + 1 : spans[0][0]] or " ")
