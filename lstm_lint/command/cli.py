"""The command line: arguments in, exit code out.

A plain `lstm-lint [check] PATHS` is read by a table and runs at once; typer is imported only for the rest: help, the
other commands, completion, and whatever has to be explained.
"""

from __future__ import annotations

import os
import sys

from lstm_lint import PROJECT_URL, __version__
from lstm_lint.command import options
from lstm_lint.command.exit import CLEAN, FOUND, INTERRUPTED, WRONG, Ended, catch_ends, end_by, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# The user's to mend, or a broken installation: said in one line. By name, for their modules may not be imported.
_EXPLAINED = ("ConfigError", "FilesError", "PluginError", "RulebookError", "UnknownRule")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command. Returns 0: nothing to report, 1: findings, 2: wrong usage, bad config or our own failure."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a path may hold what the terminal cannot show
    put_back = catch_ends()
    try:
        try:
            return _answered(given)
        finally:
            put_back()
    except Ended as ended:
        return end_by(ended.number)


def _answered(given: list[str]) -> int:
    try:
        code = _dispatch(given)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if type(error).__name__ not in _EXPLAINED:
            return _own_failure(error, given)
        say(f"error: {error}")
        return WRONG


def _dispatch(given: list[str]) -> int:
    if given in (["--version"], ["-V"]):
        print(f"lstm-lint {__version__}")
        return CLEAN
    if "_LSTM_LINT_COMPLETE" not in os.environ:
        plain = options.read_quickly(given)
        if plain is not None:
            from lstm_lint.command.check import check

            return check(*plain, say)
    from lstm_lint.command.app import run

    return run(given)


def _own_failure(error: Exception, given: list[str]) -> int:
    what = f"{type(error).__name__}: {error}".replace("\n", " ")
    say(f"internal error: {what}; please report it at {PROJECT_URL}/issues (-v shows more)")
    if "-v" in given or "--verbose" in given:
        import traceback

        traceback.print_exc()
    return WRONG
