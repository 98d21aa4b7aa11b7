"""Patterns as .gitignore has them, matched as git does, and in bounded time whatever they are.

No library does both: pathspec and wcmatch make regular expressions of them that backtrack, a few stars over a deep tree
take hours; the engines that do not backtrack come as compiled packages of many megabytes. Here each star takes the
nearest place where what follows it fits and never looks for another, as a glob allows: the time of a match grows with
the length of the path times that of the pattern. Most patterns are plain names or suffixes, which take no expression.
"""

# Every run that walks a folder of a repository pays for this module: no imports beyond what Python has loaded.
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    # A piece of a pattern: what one character has to be, as a regular expression, or one of the three below.
    Token = str

_STAR = "*"  # any characters of one name
_ACROSS = "**"  # any characters, slashes included
_FOLDERS = "**/"  # no folder or several, with the slash after them
_SPECIAL = frozenset("*?[\\")
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "\\x21-\\x7e",
    "lower": "a-z",
    "print": "\\x20-\\x7e",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


class Patterns:
    """The patterns of one .gitignore file, which is in the directory `base`; a later one beats an earlier one."""

    def __init__(self, base: str, lines: Sequence[str]) -> None:
        self.base = base
        self._cut = len(base) + 1 if base else 0
        groups = _Groups()
        rules = [rule for rule in (_rule(line, groups) for line in lines) if rule is not None]
        self._rules = rules[::-1]
        self._names = frozenset(rule.literal for rule in rules if rule.kind == "name")
        self._paths = frozenset(rule.literal for rule in rules if rule.kind == "path")
        self._suffixes = tuple(rule.literal for rule in rules if rule.kind == "suffix")
        # Nearly every path matches nothing: one search for all patterns instead of one for each.
        self._any_name = _together([rule.expression for rule in rules if rule.kind == "names"])
        self._any_path = _together([rule.expression for rule in rules if rule.kind == "paths"])

    def verdict(self, path: str, is_directory: bool) -> bool | None:
        """Whether the last matching pattern ignores the path; None where none matches."""
        path = path[self._cut :]
        name = path[path.rfind("/") + 1 :]
        if not (
            name in self._names
            or path in self._paths
            or name.endswith(self._suffixes)
            or (self._any_name is not None and self._any_name.match(name))
            or (self._any_path is not None and self._any_path.match(path))
        ):
            return None
        for rule in self._rules:
            if (is_directory or not rule.directories) and rule.names(path, name):
                return rule.ignores
        return None


class _Rule:
    """One pattern. `kind`: how it is compared; `literal` or `expression`: with what."""

    __slots__ = ("compiled", "directories", "expression", "ignores", "kind", "literal")

    def __init__(self, kind: str, directories: bool, ignores: bool, literal: str, expression: str) -> None:
        self.kind = kind
        self.directories = directories
        self.ignores = ignores
        self.literal = literal
        self.expression = expression
        self.compiled: re.Pattern[str] | None = None

    def names(self, path: str, name: str) -> bool:
        if self.kind == "name":
            return name == self.literal
        if self.kind == "path":
            return path == self.literal
        if self.kind == "suffix":
            return name.endswith(self.literal)
        if self.compiled is None:
            self.compiled = _together([self.expression])
        assert self.compiled is not None
        return self.compiled.match(name if self.kind == "names" else path) is not None


def _together(expressions: Sequence[str]) -> re.Pattern[str] | None:
    if not expressions:
        return None
    import re

    return re.compile(f"(?:{'|'.join(expressions)})\\Z", re.DOTALL)


class _Groups:
    """Numbers for the groups of all expressions of a file."""

    def __init__(self) -> None:
        self.count = 0

    def nearest(self, expression: str) -> str:
        """It at the nearest place, and no second try where the rest then fails: `(?>...)`, which Python 3.10 lacks."""
        self.count += 1
        return f"(?=(?P<g{self.count}>{expression}))(?P=g{self.count})"


def _rule(line: str, groups: _Groups) -> _Rule | None:
    """The rule of a line; None for a comment and for what matches nothing."""
    pattern = _trimmed(line.removesuffix("\r"))
    if pattern.startswith("#"):
        return None
    ignores = not pattern.startswith("!")
    pattern = pattern if ignores else pattern[1:]
    directories = pattern.endswith("/")
    pattern = pattern[:-1] if directories else pattern
    if not pattern:
        return None
    plain = not any(char in _SPECIAL for char in pattern)
    if "/" not in pattern:
        if plain:
            return _Rule("name", directories, ignores, pattern, "")
        if pattern[0] == "*" and not any(char in _SPECIAL for char in pattern[1:]):
            return _Rule("suffix", directories, ignores, pattern[1:], "")
        expression = _expression(pattern, groups, paths=False)
        return None if expression is None else _Rule("names", directories, ignores, "", expression)
    pattern = pattern.removeprefix("/")
    if plain:
        return _Rule("path", directories, ignores, pattern, "")
    expression = _expression(pattern, groups, paths=True)
    return None if expression is None else _Rule("paths", directories, ignores, "", expression)


def _trimmed(line: str) -> str:
    """Without the spaces at the end, unless a backslash keeps them."""
    kept = at = 0
    while at < len(line):
        if line[at] == "\\":
            if at + 1 == len(line):
                return line
            at += 1
            kept = at + 1
        elif line[at] != " ":
            kept = at + 1
        at += 1
    return line[:kept]


def _expression(pattern: str, groups: _Groups, *, paths: bool) -> str | None:
    """A pattern as a regular expression; None where it is malformed, which matches nothing."""
    tokens = _tokens(pattern, paths)
    if tokens is None:
        return None
    parts: list[list[Token]] = [[]]  # what follows one another, with any number of folders between
    between: list[Token] = []
    for token in tokens:
        if token in (_ACROSS, _FOLDERS):
            between.append(token)
            parts.append([])
        else:
            parts[-1].append(token)
    last = len(parts) - 1
    found = [_within_names(parts[0], groups, at_end=last == 0)]
    for number, leading in enumerate(between, 1):
        inner = _within_names(parts[number], groups, at_end=number == last)
        if number == last:
            found.append(("(?:.*/)?" if leading == _FOLDERS else ".*") + inner)
        else:
            found.append(groups.nearest(("(?:.*?/)??" if leading == _FOLDERS else ".*?") + inner))
    return "".join(found)


def _within_names(tokens: Sequence[Token], groups: _Groups, *, at_end: bool) -> str:
    """An expression for tokens without a star that crosses slashes."""
    chunks: list[list[Token]] = [[]]
    for token in tokens:
        if token == _STAR:
            chunks.append([])
        else:
            chunks[-1].append(token)
    found = ["".join(chunks[0])]
    for number, chunk in enumerate(chunks[1:], 1):
        if at_end and number == len(chunks) - 1:
            found.append("[^/]*" + "".join(chunk))
        elif chunk or number == len(chunks) - 1:
            found.append(groups.nearest("[^/]*?" + "".join(chunk)))
    return "".join(found)


def _tokens(pattern: str, paths: bool) -> list[Token] | None:
    """What a pattern is made of; None where it is malformed. `paths`: it is for whole paths, not for names."""
    import re

    # Git compares what comes before the first special character at once, and looks at the rest as if it began there.
    start = next(at for at, char in enumerate(pattern) if char in _SPECIAL) if paths else 0
    tokens: list[Token] = [re.escape(char) for char in pattern[:start]]
    at = start
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*":
            first = at - 1
            while pattern[at : at + 1] == "*":
                at += 1
            begins = first == start or pattern[first - 1] == "/"
            if not paths or at - first == 1 or not begins:
                tokens.append(_STAR)
            elif pattern[at : at + 1] == "/":
                tokens.append(_FOLDERS)
                at += 1
            elif at == len(pattern) or pattern[at : at + 2] == "\\/":
                tokens.append(_ACROSS)
            else:
                tokens.append(_STAR)
        elif char == "?":
            tokens.append("[^/]")
        elif char == "[":
            found = _set(pattern, at)
            if found is None:
                return None
            expression, at = found
            tokens.append(expression)
        elif char == "\\":
            if at == len(pattern):
                return None
            tokens.append(re.escape(pattern[at]))
            at += 1
        else:
            tokens.append(re.escape(char))
    return tokens


def _set(pattern: str, at: int) -> tuple[str, int] | None:
    """`[a-z]` from its first character on, as an expression, and where it ends; None where it does not."""
    import re

    negated = pattern[at : at + 1] in ("!", "^")
    at += negated
    items: list[str] = []
    before = ""  # the character that a range may start with
    first = True
    while first or pattern[at : at + 1] != "]":
        first = False
        char = pattern[at : at + 1]
        if char == "\\":
            at += 1
            char = pattern[at : at + 1]
            items.append(re.escape(char))
        elif char == "-" and before and pattern[at + 1 : at + 2] not in ("", "]"):
            at += 1
            high = pattern[at : at + 1]
            if high == "\\":
                at += 1
                high = pattern[at : at + 1]
            if before <= high:
                items.append(f"{re.escape(before)}-{re.escape(high)}")
            char = "" if high else "\0"
        elif char == "[" and pattern[at + 1 : at + 2] == ":":
            end = pattern.find("]", at + 2)
            if end < 0:
                return None
            if end > at + 2 and pattern[end - 1] == ":":
                name = pattern[at + 2 : end - 1]
                if name not in _CLASSES:
                    return None
                items.append(_CLASSES[name])
                at, char = end, ""
            else:
                items.append("\\[")
        else:
            items.append(re.escape(char))
        if at >= len(pattern):
            return None
        before = char
        at += 1
    inside = "".join(items)
    if not inside:
        return ("[^/]" if negated else "(?!)"), at + 1
    return f"(?!/)[{'^' if negated else ''}{inside}]", at + 1
