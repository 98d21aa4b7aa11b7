"""`check --watch`: the files are linted again whenever one of them, or their configuration, changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from time import monotonic, sleep
from typing import Any

from lstm_lint import output
from lstm_lint.command import options, streams
from lstm_lint.run import files
from lstm_lint.run.configurations import Configurations
from lstm_lint.settings.config import ConfigError

_BESIDE = (
    *("fix", "interactive", "diff", "add_noqa", "write_baseline", "prune_baseline"),
    *("smoke", "output_file", "show_files"),
)
_PAUSE = 0.3  # seconds between two looks; a look may take a tenth of the time
_SHARE = 10
_CLEAR = "\033[2J\033[H"

Seen = dict[str, tuple[int, int]]  # modification time in ns and size of each file


def watch(
    paths: Sequence[str],
    given: dict[str, Any],
    say: Callable[[str], None],
    check: Callable[[Sequence[str], dict[str, Any], Callable[[str], None]], int],
) -> int:
    """Lints until the user interrupts it. Raises ConfigError beside options that write, or ask."""
    beside = next((name for name in _BESIDE if given.get(name) is not None), None)
    if beside is not None or "-" in paths:
        other = f"--{beside.replace('_', '-')}" if beside else "-"
        raise ConfigError(f"--watch cannot stand beside {other}; run one after the other")
    whole = options.trusting(given, [*paths, os.curdir])
    while True:
        before = _seen(paths, whole)
        if sys.stdout.isatty():
            streams.write_bytes(_CLEAR.encode())
        try:
            check(paths, given, say)
        except (
            ConfigError,
            files.FilesError,
        ) as error:  # being written just now: the next change may mend it
            say(f"error: {error}")
        sys.stdout.flush()
        say(f"watching {output.amount(len(before), 'file')}; Ctrl-C ends")
        while True:
            began = monotonic()
            after = _seen(paths, whole)
            if after != before:
                break
            sleep(max(_PAUSE, _SHARE * (monotonic() - began)))


def _seen(paths: Sequence[str], given: dict[str, Any]) -> Seen:
    """The files that a run reads, and the configurations that hold for them, as they are now."""
    try:
        configurations = Configurations(given, lambda _: None)
        found = list(files.find(paths, **configurations.finding()))
    except (ConfigError, files.FilesError):
        return {}
    seen: Seen = {}
    for path in (*found, *configurations.met):
        try:
            about = os.stat(path)
        except OSError:
            continue
        seen[path] = about.st_mtime_ns, about.st_size
    return seen
