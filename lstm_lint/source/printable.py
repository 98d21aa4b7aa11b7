"""Text of a repository as lines that are safe to print, and JSON and XML that are.

A file name, a value, a line of code may hold anything: sequences that a terminal obeys, characters that turn the text
around or hide it, ends of lines, and the words by which a CI service takes commands out of a log. Whatever leaves the
program passes through `lines`, or is a `Line` already.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Part = str | tuple[str, str]  # text, or text and the ANSI code that it is painted with

TAB = 4
_INDENT = "  "  # of JSON

# Control, format and private characters, surrogates, what is not assigned, separators of lines and paragraphs.
_UNSAFE = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
# Letters and marks that show nothing (Default_Ignorable_Code_Point), but for the two that choose how an emoji looks.
_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
_INVISIBLE_RANGES = (("\ufe00", "\ufe0d"), ("\U000e0100", "\U000e01ef"))


class Line(str):
    """Text that is safe to print as it is, line ends included."""

    __slots__ = ()


def shown(text: str) -> str:
    """The text in one line, with everything escaped that would be obeyed instead of shown."""
    return text if _is_plain(text) else "".join(_escaped(text))


def cells(text: str) -> list[tuple[str, int]]:
    """Each character of a line of code as shown, and the terminal columns that it takes."""
    if _is_plain(text):
        return [(char, 1) for char in text]
    return [
        (" " * TAB, TAB) if char == "\t" else (escaped, len(escaped) if escaped != char else _width(char))
        for char, escaped in zip(text, _escaped(text))
    ]


def line(*parts: Part, color: bool = False, tabs: bool = False, end: str = "\n") -> Line:
    """One line. Parts are painted where there is `color`; `tabs` stay where the line is code that may be applied."""
    texts = [part if isinstance(part, str) else part[0] for part in parts]
    whole = "".join(texts)
    start = len(whole) - len(whole.lstrip())
    is_command = whole.startswith("::", start)
    if not color and not is_command and _is_plain(whole):
        return Line(whole + end)
    if is_command or not _is_plain(whole):
        escaped = _escaped(whole, tabs)
        if is_command:  # the runner of GitHub Actions takes such a line for a command
            escaped[start] = r"\x3a"
        rest = iter(escaped)
        texts = ["".join(next(rest) for _ in text) for text in texts]
    painted = [
        text if isinstance(part, str) or not (color and text) else f"\033[{part[1]}m{text}\033[0m"
        for part, text in zip(parts, texts)
    ]
    return Line("".join(painted) + end)


def lines(texts: Iterable[str], *, tabs: bool = False) -> Iterator[Line]:
    """Each text as one line: only a newline at its end is one. A `Line` stays as it is."""
    for text in texts:
        if isinstance(text, Line):
            yield text
        else:
            body = text.removesuffix("\n")
            yield line(body, tabs=tabs, end=text[len(body) :])


def page(text: str) -> Iterator[Line]:
    """The lines of a text that has lines of its own, such as the page of a rule."""
    return lines(f"{one}\n" for one in text.removesuffix("\n").split("\n"))


def json_text(value: object, *, indented: bool = False, ascii_only: bool = True) -> Line:
    """A value as JSON that is harmless to print and has the true value for whoever reads it."""
    import json

    text = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ": ") if indented else None)
    if indented:
        text = _indented(text)
    if "\x7f" in text or not text.isascii():
        text = "".join(char if char == "\n" or _is_safe(char) else _json_escape(char) for char in text)
    return Line(_without_commands(text, r"\u0023"))


def json_document(value: object) -> Line:
    """A whole document, indented."""
    return Line(json_text(value, indented=True) + "\n")


def _indented(text: str) -> str:
    """JSON without spaces after its commas, laid out as `json.dumps(indent=2)` does it.

    That calls a function for each level around each value, which for a long list took half of the time of `model`.
    """
    import re

    depth = 0
    parts: list[str] = []
    for token in re.findall(r'"[^"\\]*(?:\\.[^"\\]*)*"|\[\]|\{\}|[][{},]|[^]["{},]+', text):
        if token in ("[", "{"):
            depth += 1
            parts += (token, "\n", _INDENT * depth)
        elif token in ("]", "}"):
            depth -= 1
            parts += ("\n", _INDENT * depth, token)
        elif token == ",":
            parts += (",\n", _INDENT * depth)
        else:
            parts += (token,)
    return "".join(parts)


def xml_text(text: str) -> Line:
    """A text inside XML, in ASCII. What XML cannot hold, escaped or not, is shown as `shown` has it."""
    return Line(_without_commands("".join(map(_xml_escape, text)), "&#35;"))


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "##" not in text


def _escaped(text: str, tabs: bool = False) -> list[str]:
    """The characters of a text, each as it is or as the escape of a Python string."""
    escaped = [char if _is_safe(char) or (tabs and char == "\t") else _python_escape(char) for char in text]
    for at in _commands(text):
        escaped[at] = r"\x23"
    return escaped


def _commands(text: str) -> list[int]:
    """Where the second `#` of `##[group]`, `##vso[...]` or `##teamcity[...]` stands. They count anywhere in a line."""
    if "##" not in text:
        return []
    import re

    return [found.start() + 1 for found in re.finditer(r"##(?=[A-Za-z]*\[)", text)]


def _without_commands(text: str, escape: str) -> str:
    for at in reversed(_commands(text)):
        text = f"{text[:at]}{escape}{text[at + 1 :]}"
    return text


def _is_safe(char: str) -> bool:
    if " " <= char <= "~":
        return True
    import unicodedata

    if unicodedata.category(char) in _UNSAFE or char in _INVISIBLE:
        return False
    return not any(first <= char <= last for first, last in _INVISIBLE_RANGES)


def _width(char: str) -> int:
    if char <= "~":
        return 1
    import unicodedata

    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _python_escape(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode()


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _xml_escape(char: str) -> str:
    if " " <= char <= "~" and char not in '&<>"':
        return char
    held = char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
    return f"&#{ord(char)};" if held else _python_escape(char)
