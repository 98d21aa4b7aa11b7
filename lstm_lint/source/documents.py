"""Notebooks as text: Quarto, R Markdown, and Markdown of Jupytext, MyST and marimo.

Sources: quarto.org/docs/computations (chunks and their options), the R Markdown book (chunk headers), the descriptions
of formats in Jupytext 1.19 and marimo 0.25, held against what these two write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.ir.records import dataclass

_HEADER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
# Markdown without one of these keys in its header is a text with examples, which nobody runs.
_KEYS = re.compile(r"^[ \t]*(?:jupytext|kernelspec|marimo-version)[ \t]*:", re.MULTILINE)
_BYTES_KEYS = re.compile(_KEYS.pattern.encode(), re.MULTILINE)
HEADER_BYTES = 4096
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<about>[^`\n]*)$")
_PYTHON = re.compile(
    r"\{[ \t]*python\b[^}]*\}"  # Quarto, R Markdown
    r"|\{code-cell\}[ \t]*(?:i?python3?)?"  # MyST
    r"|i?python3?(?:[ \t].*)?",  # Jupytext, marimo
    re.IGNORECASE,
)
_PLAIN = re.compile(r"i?python3?\b", re.IGNORECASE)  # in Quarto and R Markdown an example that is shown
_NOT_RUN = re.compile(
    r"\beval[ \t]*[=:][ \t]*(?:F\b|false\b)|(?:^|[ \t{])\.noeval\b|\bactive=\"(?![^\"]*(?:ipynb|md))",
    re.IGNORECASE,
)
_OPTION = re.compile(r"#\|[ \t]*(.*)")
_MYST_OPTION = re.compile(r":[\w-]+:")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The Python of a document that is run: its first and last line, 1-based."""

    first: int
    last: int


def is_notebook(path: str, data: bytes) -> bool:
    """Whether a file with one of these suffixes is run: of Markdown the header says so."""
    head = data[:HEADER_BYTES].replace(b"\r\n", b"\n")
    return not path.lower().endswith(".md") or (
        head.startswith(b"---") and _BYTES_KEYS.search(head) is not None
    )


def chunks(text: str, path: str) -> Iterator[Chunk]:
    """The chunks of Python, in order. Those in a list or a quotation, which are indented, are left out."""
    header = _HEADER.match(text)
    is_markdown = path.lower().endswith(".md")
    if is_markdown and (header is None or _KEYS.search(header[1]) is None):
        return
    lines = text.split("\n")
    number = text.count("\n", 0, header.end()) + 1 if header else 0
    while number < len(lines):
        number += 1
        opened = _FENCE.match(lines[number - 1])
        if opened is None:
            continue
        end = _end(lines, number, opened["fence"])
        about = opened["about"].strip()
        if about == "{code-cell}" and "python" not in (header[1] if header else ""):
            about = ""  # the language of the kernel
        is_run = _PYTHON.fullmatch(about) is not None and (is_markdown or not _PLAIN.match(about))
        if is_run and not _NOT_RUN.search(about):
            first = number + 1 + _options(lines, number, end, myst=about.startswith("{code-cell}"))
            if first < end and not _says_not_run(lines[number : end - 1]):
                yield Chunk(first, end - 1)
        number = end


def _end(lines: list[str], opened: int, fence: str) -> int:
    """The number of the line that closes a fence; one beyond the last line where none does."""
    close = re.compile(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    return next(
        (n for n in range(opened + 1, len(lines) + 1) if close.fullmatch(lines[n - 1])), len(lines) + 1
    )


def _options(lines: list[str], opened: int, end: int, *, myst: bool) -> int:
    """How many lines at the start of a MyST cell are its options: `:tags: [...]`, or YAML between `---`."""
    inside = lines[opened : end - 1]
    if not myst or not inside:
        return 0
    if inside[0].rstrip() == "---":
        return next((n + 1 for n, line in enumerate(inside) if n and line.rstrip() == "---"), 0)
    return next((n for n, line in enumerate(inside) if not _MYST_OPTION.match(line)), len(inside))


def _says_not_run(lines: list[str]) -> bool:
    """Whether a chunk's own options (`#| eval: false`) say that it is shown and not run."""
    for line in lines:
        option = _OPTION.match(line)
        if option is None:
            return False
        if _NOT_RUN.search(option[1]):
            return True
    return False
