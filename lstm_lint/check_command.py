"""The command `check`: settings, a run over the paths, what it prints and its exit code.

Nothing heavy is imported here: a run without a relevant file ends in milliseconds.
"""

from __future__ import annotations

import os
import sys

from lstm_lint import config, files, options, output
from lstm_lint.config import ConfigError
from lstm_lint.run import Report, Run, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from lstm_lint.config import ConfigFile
    from lstm_lint.settings import Settings

STDIN = "-"
STDIN_NAME = "<stdin>"


def check(paths: Sequence[str], given: dict[str, Any], say: Callable[[str], None]) -> int:
    """Lints the paths and returns the exit code. `given` are the options as given, by name; others are absent."""
    paths = paths or ["."]
    settings = _Settings(_config_file(paths, given), given)
    if given.get("verbose"):
        say(
            f"settings from {shown(settings.file.path)}"
            if settings.file
            else "no config file: the defaults hold"
        )
    if any(given.get(option.name) for option in options.SELECTION):
        settings()  # a code that is no rule is an error, also where there is nothing to read
    run = Run(
        settings,
        say,
        mend=bool(given.get("fix") or given.get("diff")),
        unsafe=bool(given.get("unsafe_fixes")),
        write=bool(given.get("fix")) and not given.get("diff") and STDIN not in paths,
        verbose=bool(given.get("verbose")),
    )
    report = _over_stdin(run, paths, given, settings) if STDIN in paths else _over_paths(run, paths, settings)
    if report.files == 0 and report.failed == 0 and not given.get("quiet"):
        say(f"no Python files or notebooks under {', '.join(shown(path) for path in paths)}")
    if given.get("diff"):
        return _show_diff(report, say)
    _show_findings(report, STDIN in paths, given, settings, say)
    return _exit_code(report, given, settings)


class _Settings:
    """The settings of this run, validated when first asked for: a run that reads nothing never asks."""

    def __init__(self, file: ConfigFile | None, given: dict[str, Any]) -> None:
        self.file = file
        self.given = given
        self.loaded: Settings | None = None

    def __call__(self) -> Settings:
        if self.loaded is None:
            from lstm_lint.settings import load

            self.loaded = load(self.file, self.given)
        return self.loaded

    def early(self, name: str, kind: type, default: Any) -> Any:
        """A setting that is needed before anything is read, from the command line or as the config file has it."""
        if self.given.get(name) is not None:
            return self.given[name]
        key = name.replace("_", "-")
        if self.file is None or key not in self.file.section:
            return default
        value = self.file.section[key]
        fits = isinstance(value, kind)
        if isinstance(value, list):
            fits = fits and all(isinstance(item, str) for item in value)
        if not fits:
            self()  # raises: validation says what is wrong
        return value

    def finding(self) -> dict[str, Any]:
        """What `files.find` is told."""
        return {
            "exclude": self.early("exclude", list, files.DEFAULT_EXCLUDE),
            "extend_exclude": self.early("extend_exclude", list, ()),
            "force_exclude": self.early("force_exclude", bool, False),
            "respect_gitignore": self.early("respect_gitignore", bool, True),
            "root": self.file.folder if self.file else None,
        }


def _config_file(paths: Sequence[str], given: dict[str, Any]) -> ConfigFile | None:
    if given.get("config"):
        return config.read(given["config"])
    return config.discover(paths[0] if paths[0] != STDIN else given.get("stdin_filename") or os.curdir)


def _over_paths(run: Run, paths: Sequence[str], settings: _Settings) -> Report:
    for path in paths:
        if not os.path.lexists(path):
            raise ConfigError(f"no such file or directory: {path!r}{_meant(path)}")
    return run.over(paths, settings.finding())


def _meant(path: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(path, options.COMMANDS, n=1)
    return (
        f"; did you mean the command `{near[0]}`?" if near else "; check the spelling and the current folder"
    )


def _over_stdin(run: Run, paths: Sequence[str], given: dict[str, Any], settings: _Settings) -> Report:
    if len(paths) > 1:
        raise ConfigError(
            "`-` reads standard input and cannot stand beside other paths; give one or the other"
        )
    data = sys.stdin.buffer.read()
    name = given.get("stdin_filename") or STDIN_NAME
    how = settings.finding()
    if how["force_exclude"] and os.path.exists(name) and not list(files.find([name], **how)):
        report = Report()
        report.files = report.skipped = 1
    else:
        report = run.over_stdin(data, name)
    if given.get("fix") and not given.get("diff"):
        mended = next((one.after for one in report.reports if one.after is not None), None)
        sys.stdout.flush()
        sys.stdout.buffer.write(data if mended is None else mended.edited(()))
        sys.stdout.buffer.flush()
    return report


def _show_diff(report: Report, say: Callable[[str], None]) -> int:
    changed = [one for one in report.reports if one.fixed and one.before and one.after]
    for one in changed:
        from lstm_lint import fixes

        assert one.before is not None and one.after is not None
        sys.stdout.writelines(fixes.diff(one.before, one.after, shown(one.path)))
    say(f"--fix would mend {output.amount(report.fixed, 'finding')} in {output.amount(len(changed), 'file')}")
    return 2 if report.failed else int(bool(changed))


def _show_findings(
    report: Report, stdin: bool, given: dict[str, Any], settings: _Settings, say: Callable[[str], None]
) -> None:
    if report.fixed and not given.get("quiet"):
        say(f"fixed {output.amount(report.fixed, 'finding')}")
    form = settings.early("output_format", str, "text")
    if form not in options.FORMATS:
        settings()
    listed = [f for f in report.findings if settings().lists(f)] if report.findings else []
    target = given.get("output_file")
    mended_to_stdout = stdin and bool(given.get("fix"))
    stream = sys.stderr if mended_to_stdout else sys.stdout
    lines = output.render(
        form,
        report,
        listed,
        colour=not target and output.wants_colour(stream),
        quiet=bool(given.get("quiet")),
        statistics=bool(given.get("statistics")),
    )
    if not target:
        stream.writelines(lines)
        return
    try:
        with open(target, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(lines)
    except OSError as error:
        raise ConfigError(f"--output-file {target}: cannot be written: {error.strerror}") from error


def _exit_code(report: Report, given: dict[str, Any], settings: _Settings) -> int:
    if report.failed:
        return 2
    if report.fixed and given.get("exit_non_zero_on_fix"):
        return 1
    return int(any(settings().fails(finding) for finding in report.findings))
