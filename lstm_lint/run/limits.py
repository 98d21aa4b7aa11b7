"""What the work on one file may cost. Under review it may be hostile: larger, deeper or slower to read than real ones.

Limits count processor time, so that a process which is suspended or starved loses nothing. There are two. `here` can
interrupt Python code in this process, but not C code that does not return; so it decides nothing: what reaches it is
done again in a process apart. That one the system ends, whatever runs in it (`arm`), and its memory is limited.
"""

from __future__ import annotations

import os
import sys

try:
    import _signal as signal  # type: ignore[import-not-found]  # `signal` itself imports enum
except ImportError:  # another Python than CPython
    import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

SECONDS = 10.0  # of processor time; real files stay below 0.3
HERE = 2.0  # of them in this process, before a process apart begins anew
MEMORY = 1 << 30  # bytes that a process apart may take beyond what it starts with
LARGEST_HERE = 1 << 20  # bytes of a file that is read in this process

# Beyond these, a parser may recurse until the stack is gone, and the process with it: libcst from 1,500 nested
# brackets and 6,000 unary operators on. CPython itself gives up at 200 brackets and 100 indentations.
_LONGEST_STATEMENT = 4_000
_DEEPEST = 60
_MOST_LINES = 3_000
_LONGEST = 128 << 10  # characters; no regular expression takes a second for so few
_DEEPEST_TREE = 400
_BRACKET = r"[\[\](){}]"
_CHAINED = r"(?m)\\\n|^[ \t]*elif\b"
_SPENT = 75  # the exit code of a process that ends itself
_WATCHED = 0.02  # seconds between two looks at the clock, where no signal says that the time is up


class Unfinished(Exception):
    """A limit ran out before the work was done; the message says which.

    `certain`: the work itself is to blame, not the machine: it would run out again.
    """

    def __init__(self, why: str, certain: bool = True) -> None:
        super().__init__(why, certain)
        self.why = why
        self.certain = certain

    def __str__(self) -> str:
        return self.why


class Elsewhere(Exception):
    """Not in this process: it cannot limit the work, or should outlive it."""


class _Spent(BaseException):
    """The time is up. No `Exception`, for nothing on the way may take it for one of its own."""


def too_slow() -> Unfinished:
    return Unfinished(f"it takes more than {SECONDS:g} seconds of processor time")


def too_large() -> Unfinished:
    return Unfinished(f"it takes more than {MEMORY >> 20} MB of memory")


def too_deep() -> Unfinished:
    return Unfinished("it is nested too deeply")


def ended(code: int | None) -> Unfinished:
    """Why a process ended that was to answer, by its exit code."""
    if code == _SPENT or _is_by(code, "SIGPROF", "SIGXCPU"):
        return too_slow()
    if _is_by(
        code, "SIGABRT", "SIGKILL"
    ):  # a parser may abort where memory ends; the system kills where it has none
        return too_large()
    return too_deep()  # what crashed is the stack


def here(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call in this process. Raises Elsewhere where a limit is reached or none can be set."""
    put_back = _limit_memory()
    try:
        return _in_time(min(HERE, SECONDS), function, arguments)
    except (_Spent, MemoryError, RecursionError):
        raise Elsewhere from None
    finally:
        put_back()


def interrupts() -> bool:
    """Whether `here` can do anything at all: not on Windows, nor outside of the main thread."""
    try:
        signal.signal(signal.SIGPROF, signal.getsignal(signal.SIGPROF) or signal.SIG_DFL)
    except (AttributeError, ValueError):
        return False
    return True


def within(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call in this process, to Python code whose every step returns by itself.

    Raises Unfinished where it takes as long as the work on a file may. Where that cannot be limited it is not.
    """
    try:
        return _in_time(SECONDS, function, arguments)
    except _Spent:
        raise too_slow() from None
    except Elsewhere:
        return function(*arguments)


def _in_time(seconds: float, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Raises _Spent where the call takes longer, Elsewhere before it where nothing would tell."""
    if not hasattr(signal, "setitimer"):
        raise Elsewhere
    armed = True

    def ring(*_: object) -> None:
        if armed:
            raise _Spent

    def quiet(swallowed: Any) -> None:
        if swallowed.exc_type is not _Spent:
            hook(swallowed)

    try:
        before = signal.signal(signal.SIGPROF, ring)
    except ValueError:  # not the main thread
        raise Elsewhere from None
    hook, sys.unraisablehook = sys.unraisablehook, quiet
    try:
        # It rings again: a destructor or a callback that was running swallows what is raised in it.
        signal.setitimer(signal.ITIMER_PROF, seconds, 0.1)
        try:
            return function(*arguments)
        finally:
            armed = False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_DFL if before is None else before)
        sys.unraisablehook = hook


def _limit_memory() -> Callable[[], None]:
    """From now on no more than that beyond what this process has. Returns what puts the old limit back."""
    if sys.platform != "linux":
        return lambda: None  # the limits that there are count no memory, or nothing heeds them
    import resource

    # Its own memory, unlike the address space, in which libraries and threads map what they never use.
    old, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _data_size() + MEMORY
    if any(one not in (-1, resource.RLIM_INFINITY) and one < limit for one in (old, most)):
        return lambda: None
    resource.setrlimit(resource.RLIMIT_DATA, (limit, most))
    return lambda: resource.setrlimit(resource.RLIMIT_DATA, (old, most))


# --- in a process apart -------------------------------------------------------------------------------------------


_expendable = False


def only_apart() -> None:
    """Raises Elsewhere in a process that others depend on."""
    if not _expendable:
        raise Elsewhere


def become_expendable() -> None:
    """From now on nothing depends on this process: it may run out of memory, or be ended."""
    global _expendable
    _expendable = True
    for name in ("SIGTERM", "SIGHUP", "SIGPROF"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    _limit_memory()


def arm() -> None:
    """From now on this process has its seconds; then the system ends it, whatever it is doing."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
    else:
        _watch(SECONDS)


def disarm() -> None:
    """The work is done in time."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)
    else:
        _watch(None)


_ends: float | None = None  # processor time
_watching = False


def _watch(seconds: float | None) -> None:
    """The same where no signal does it, as long as C code lets other threads run."""
    global _ends, _watching
    import threading
    import time

    _ends = None if seconds is None else time.process_time() + seconds

    def watch() -> NoReturn:
        while True:
            time.sleep(_WATCHED)
            ends = _ends
            if ends is not None and time.process_time() > ends:
                os._exit(_SPENT)

    if not _watching:
        _watching = True
        threading.Thread(target=watch, daemon=True).start()


def _data_size() -> int:
    """Bytes of memory that this process has for itself."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _is_by(code: int | None, *names: str) -> bool:
    """Whether an exit code is that of a process which one of the signals ended."""
    return code is not None and code in [-getattr(signal, name) for name in names if hasattr(signal, name)]


# --- what is too much for this process ----------------------------------------------------------------------------


def nesting(text: str) -> str:
    """`deep` for a text that is nested more deeply than is read here: libcst takes a second, growing with the square.

    `refused` where Python itself does not take it for that reason. Its parser sees it at once, but may take its process
    down with it: ask in a process apart only.
    """
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(text, "<deep>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (RecursionError, MemoryError):
        return "refused"
    except (SyntaxError, ValueError) as error:
        return "refused" if "too many nested parentheses" in str(error) else ""
    waiting: list[tuple[ast.AST, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST_TREE:
            return "deep"
        # An `elif` is an `If` in the `If` before it, but nothing that is hard to read.
        following = (
            {id(one) for one in node.orelse if isinstance(one, ast.If)} if isinstance(node, ast.If) else ()
        )
        for child in ast.iter_child_nodes(node):
            waiting.append((child, depth if id(child) in following else depth + 1))
    return ""


def strenuous(text: str) -> bool:
    """Whether a text may be so large or deep that only a process of its own should read it. 1 % of a parse."""
    import re

    lines = text.split("\n")
    if len(text) > _LONGEST or len(lines) > _MOST_LINES or max(map(len, lines)) > _LONGEST_STATEMENT:
        return True
    # Counting what a match has in it takes a tenth of the time.
    if text.count("\\\n") + text.count("elif") > _DEEPEST and len(re.findall(_CHAINED, text)) > _DEEPEST:
        return True
    if _closes_often(text):
        return False
    depth = start = 0
    for found in re.finditer(_BRACKET, text):
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


def _closes_often(text: str) -> bool:
    """Whether brackets are not deep, and all are closed somewhere in each stretch of half the longest statement.

    A longer statement has a whole stretch in it. Where brackets are is not asked, which is most of the price.
    """
    import re

    depth = 0
    stretch = _LONGEST_STATEMENT // 2
    brackets = re.compile(_BRACKET)
    for at in range(0, len(text), stretch):
        closed = depth == 0
        for bracket in brackets.findall(text, at, at + stretch):
            if bracket in "[({":
                depth += 1
                if depth > _DEEPEST:
                    return False
            elif depth:
                depth -= 1
                closed = closed or depth == 0
        if not closed:
            return False
    return True
