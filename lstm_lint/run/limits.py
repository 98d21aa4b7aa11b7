"""What one file may cost. Under review it may be hostile: larger, deeper or slower to read than any real one."""

from __future__ import annotations

import re
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 10  # real files stay below 0.3 s

# Beyond these, libcst may recurse until the stack is gone, and the process with it: measured from 1,500 nested brackets
# and 6,000 unary operators on. CPython itself gives up at 200 brackets and 100 indentations.
_LONGEST_STATEMENT = 4_000
_DEEPEST = 60
_MOST_LINES = 3_000
_DEEPEST_TREE = 400
_BRACKET = re.compile(r"[\[({]|[\])}]")
_CHAINED = re.compile(r"\\\n|^[ \t]*elif\b", re.MULTILINE)


class TimeLimit(BaseException):
    """The time of a file is up. No `Exception`, for nothing on the way may take it for one of its own."""


@contextmanager
def seconds(limit: float) -> Iterator[None]:
    """Raises TimeLimit in the body once the limit has passed.

    It needs a signal: on Windows and outside of the main thread nothing is limited.
    """
    import signal
    import threading

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise TimeLimit

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again: a destructor or a callback that was running swallows what is raised in it.
    signal.setitimer(signal.ITIMER_REAL, limit, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def too_deep(text: str) -> bool:
    """Whether a text is nested more deeply than libcst reads in a second: its cost grows with the square of that.

    Python's own parser sees it at once, but may take its process down with it: ask in a process apart only.
    """
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(text, "<deep>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (RecursionError, MemoryError):
        return True
    except (SyntaxError, ValueError) as error:
        return "too many nested parentheses" in str(error)
    waiting: list[tuple[ast.AST, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST_TREE:
            return True
        for child in ast.iter_child_nodes(node):
            # An `elif` is an `If` in the `If` before it, but nothing that libcst finds hard.
            follows = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
            waiting.append((child, depth if follows else depth + 1))
    return False


def strenuous(text: str) -> bool:
    """Whether a text may be nested so deeply that only a process of its own should read it. 1 % of a parse."""
    lines = text.split("\n")
    if len(lines) > _MOST_LINES or max(map(len, lines)) > _LONGEST_STATEMENT:
        return True
    if sum(1 for _ in _CHAINED.finditer(text)) > _DEEPEST:
        return True
    depth = start = 0
    for found in _BRACKET.finditer(text):
        if found[0] in "[({":
            start = found.start() if depth == 0 else start
            depth += 1
            if depth > _DEEPEST:
                return True
        elif depth:
            depth -= 1
            if depth == 0 and found.start() - start > _LONGEST_STATEMENT:
                return True
    return depth > 0 and len(text) - start > _LONGEST_STATEMENT
