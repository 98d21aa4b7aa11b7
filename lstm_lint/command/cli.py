"""The command line: arguments in, exit code out.

A plain `lstm-lint [check] PATHS` is read by a table and runs at once; typer is imported only for the rest: help, the
other commands, completion, and whatever has to be explained.
"""

from __future__ import annotations

import os
import sys

from lstm_lint import PROJECT_URL, __version__
from lstm_lint.command import options, streams
from lstm_lint.command.exit import CLEAN, INTERRUPTED, WRONG, Ended, catch_ends, end_by, leave, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

# The user's to mend, or a broken installation: said in one line. By name, for their modules may not be imported.
_EXPLAINED = ("ConfigError", "FilesError", "PluginError", "RulebookError", "UnknownRule")


def run() -> NoReturn:
    """The program `lstm-lint`: what was asked for, and the end of the process."""
    leave(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command. Returns 0: nothing to report, 1: findings, 2: wrong usage, bad config or our own failure."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    streams.prepare()
    put_back = catch_ends()
    try:
        try:
            return _answered(given)
        finally:
            put_back()
    except Ended as ended:
        return end_by(ended.number)


def _answered(given: list[str]) -> int:
    code = WRONG
    try:
        code = _dispatch(given)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except streams.Unwritable:  # said once, below
        pass
    except Exception as error:
        if type(error).__name__ in _EXPLAINED:
            say(f"error: {error}")
        else:
            _say_own_failure(error, given)
    finally:
        try:
            streams.settle()
        except streams.Unwritable as error:
            say(f"error: {error}")
            code = WRONG
    return code


def _dispatch(given: list[str]) -> int:
    if given in (["--version"], ["-V"]):
        streams.write([f"lstm-lint {__version__}\n"])
        return CLEAN
    if "_LSTM_LINT_COMPLETE" not in os.environ:
        plain = options.read_quickly(given)
        if plain is not None:
            from lstm_lint.command.check import check

            return check(*plain, say)
        served = options.read_server(given)
        if served is not None:
            from lstm_lint.command.server import server

            return server(served)
    from lstm_lint.command.app import run

    return run(given)


def _say_own_failure(error: Exception, given: list[str]) -> None:
    say(
        f"internal error: {type(error).__name__}: {' '.join(str(error).splitlines())}; "
        f"please report it at {PROJECT_URL}/issues (-v shows more)"
    )
    if "-v" in given or "--verbose" in given:
        import traceback

        for line in traceback.format_exc().splitlines():
            say(line)
