"""The command `check`: settings, a run over the paths, what it prints and its exit code.

Nothing heavy is imported here: a run without a relevant file ends in milliseconds.
"""

from __future__ import annotations

import os
import sys

from lstm_lint import output
from lstm_lint.command import options, streams
from lstm_lint.command.exit import INTERRUPTED
from lstm_lint.run import files
from lstm_lint.run.configurations import Configurations
from lstm_lint.run.report import Report
from lstm_lint.run.run import Run
from lstm_lint.settings import config
from lstm_lint.settings.config import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from lstm_lint.command.progress import Progress
    from lstm_lint.edit.interactive import Questions
    from lstm_lint.findings import Finding
    from lstm_lint.run.baseline import Baseline
    from lstm_lint.run.cache import Cache
    from lstm_lint.run.since import Since

STDIN = "-"
STDIN_NAME = "<stdin>"
_MOST_JOBS = 256
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"  # the file that GitHub shows below a job


def check(paths: Sequence[str], given: dict[str, Any], say: Callable[[str], None]) -> int:
    """Lints the paths and returns the exit code. `given` are the options as given, by name; others are absent."""
    paths = paths or ["."]
    typed, given = given, options.trusting(given, [*_places(paths, given), os.curdir])
    configurations = Configurations(given, say)
    if given.get("data") is not None or configurations.said("data", False):
        from lstm_lint.data.wanted import checked

        given = checked(given)
        configurations = Configurations(given, say)
    _must_exist(path for path in paths if path != STDIN)
    if given.get("watch"):
        from lstm_lint.command.watch import watch

        return watch(paths, {name: value for name, value in typed.items() if name != "watch"}, say, check)
    if configurations.said("output_format", "text") == "html":
        from lstm_lint.output.html import page

        page.check("--output-format html")
    if given.get("show_files"):
        return _show_files(paths, configurations, say)
    if typed and not typed.get("quiet"):
        form = configurations.said("output_format", "text")
        document = form if form in output.DOCUMENTS else None
        for line in options.without_effect(typed, stdin=STDIN in paths, document=document):
            say(line)
    baseline = _baseline(paths, given, configurations)
    since = _since(paths, given)
    reason = _reason(paths, given, configurations)
    questions = _questions(paths, given)
    progress = _progress() if not (given.get("quiet") or questions) else None
    run = Run(
        configurations,
        say,
        filters=[one for one in (since, baseline) if one is not None],
        mend=bool(given.get("fix") or given.get("diff") or questions or reason is not None),
        questions=questions,
        reason=reason,
        unsafe=bool(given.get("unsafe_fixes")),
        write=bool(given.get("fix") or questions or reason is not None)
        and not given.get("diff")
        and STDIN not in paths,
        verbose=bool(given.get("verbose")),
        jobs=_jobs(given),
        cache=_cache(paths, given, say) if given.get("data") is None else None,
        progress=progress,
    )
    report = _over_stdin(run, paths, given, configurations) if STDIN in paths else run.over(paths)
    if progress is not None:
        progress.close()
    configurations.settle()
    if report.interrupted:
        return _what_is_there(report, given, configurations, say)
    if report.files == 0 and report.failed == 0 and not given.get("quiet"):
        say(f"no Python files or notebooks under {', '.join(paths)}")
    if given.get("diff"):
        return _show_diff(report, given, say)
    if baseline is not None and given.get("write_baseline"):
        return _write_baseline(baseline, report, configurations, say)
    if baseline is not None:
        _prune_baseline(baseline, report, given, configurations, say)
    if given.get("plan_only"):
        from lstm_lint.command.evidence import plans

        _print(plans(report, configurations, given, say), given)
        return 2 if report.failed else 0
    if given.get("smoke"):
        from lstm_lint.command.evidence import add_evidence

        if not add_evidence(report, configurations, given, say):
            return 2
    _show_findings(report, STDIN in paths, given, configurations, say)
    return _exit_code(report, given, configurations)


def _progress() -> Progress | None:
    """What says how far a run is, where somebody sees it."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from lstm_lint.command.progress import Progress

    return Progress()


_NEEDS_ALL = ("diff", "write_baseline", "prune_baseline", "plan_only", "smoke")


def _what_is_there(
    report: Report, given: dict[str, Any], configurations: Configurations, say: Callable[[str], None]
) -> int:
    """What was found until the user had enough. Part of a document could pass for the whole: there is none."""
    form = configurations.said("output_format", "text")
    if not report.read or form in output.DOCUMENTS or any(given.get(name) for name in _NEEDS_ALL):
        raise KeyboardInterrupt
    _show_findings(report, False, {**given, "quiet": True}, configurations, say)
    say(f"interrupted: {output.amount(report.left, 'file')} not linted")
    return INTERRUPTED


def _show_files(paths: Sequence[str], configurations: Configurations, say: Callable[[str], None]) -> int:
    """The files that a run over these paths reads, in its order."""
    failed: list[str] = []

    def unreadable(path: str, error: OSError) -> None:
        failed.append(path)
        say(f"{path}: {error.strerror or error}")

    if STDIN in paths:
        raise ConfigError("--show-files cannot stand beside -; name files or folders")

    def is_run(path: str) -> bool:
        if not path.lower().endswith(files.DOCUMENTS):
            return True
        from lstm_lint.source.documents import HEADER_BYTES, is_notebook

        try:
            return is_notebook(path, files.beginning(path, HEADER_BYTES))
        except OSError as error:
            unreadable(path, error)
            return False

    found = files.find(paths, on_error=unreadable, **configurations.finding())
    streams.write(f"{path}\n" for path in found if is_run(path))
    configurations.settle()
    return 2 if failed else 0


def _cache(
    paths: Sequence[str], given: dict[str, Any], say: Callable[[str], None]
) -> Callable[[], Cache | None] | None:
    """What opens the cache once there is something to read; None where it is not wanted. Raises ConfigError."""
    if given.get("no_cache") or STDIN in paths:
        return None
    if given.get("cache_dir") or os.environ.get("LSTM_LINT_CACHE_DIR"):
        from lstm_lint.run import cache_folder

        cache_folder.checked(given.get("cache_dir"), paths)

    def opened() -> Cache | None:
        from lstm_lint.run.cache import Cache
        from lstm_lint.run.cache_folder import Unusable, location

        where = location(given.get("cache_dir"))
        try:
            return Cache.open(where, paths)
        except Unusable as error:
            if given.get("verbose"):
                say(f"no cache in {where}: {error}")
            return None

    return opened


def _places(paths: Sequence[str], given: dict[str, Any]) -> list[str]:
    """Where what is linted lies; of standard input where it would."""
    return [path if path != STDIN else given.get("stdin_filename") or os.curdir for path in paths]


def _jobs(given: dict[str, Any]) -> int | None:
    if given.get("jobs") is None:
        return None
    if not (given["jobs"].isascii() and given["jobs"].isdigit() and 0 < int(given["jobs"]) <= _MOST_JOBS):
        raise ConfigError(f"--jobs {given['jobs']}: write a number from 1 to {_MOST_JOBS}")
    return int(given["jobs"])


def _must_exist(paths: Iterable[str]) -> None:
    for path in paths:
        if not os.path.lexists(path):
            raise ConfigError(f"no such file or directory: {path!r}{_meant(path)}")


def _meant(path: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(path, options.COMMANDS, n=1)
    return (
        f"; did you mean the command `{near[0]}`?" if near else "; check the spelling and the current folder"
    )


def _over_stdin(
    run: Run, paths: Sequence[str], given: dict[str, Any], configurations: Configurations
) -> Report:
    if len(paths) > 1:
        raise ConfigError(
            "`-` reads standard input and cannot stand beside other paths; give one or the other"
        )
    try:
        data = sys.stdin.buffer.read(files.LARGEST_NOTEBOOK + 1)
    except OSError as error:
        raise ConfigError(f"standard input cannot be read: {error.strerror or error}") from error
    if len(data) > files.LARGEST_NOTEBOOK:
        raise ConfigError(f"standard input holds more than {files.LARGEST_NOTEBOOK >> 20} MB")
    name = given.get("stdin_filename") or STDIN_NAME
    how = configurations.finding()
    if how["force_exclude"] and os.path.exists(name) and not list(files.find([name], **how)):
        report = Report()
        report.files = report.skipped = 1
    else:
        report = run.over_stdin(data, name)
    if given.get("fix") and not given.get("diff"):
        mended = next((one.after for one in report.reports if one.after is not None), None)
        streams.write_bytes(data if mended is None else mended.edited(()))
    return report


def _since(paths: Sequence[str], given: dict[str, Any]) -> Since | None:
    if not given.get("since"):
        return None
    from lstm_lint.run.since import Since

    return Since(given["since"], given.get("stdin_filename", os.curdir) if paths[0] == STDIN else paths[0])


def _questions(paths: Sequence[str], given: dict[str, Any]) -> Questions | None:
    """Asks on the terminal, or takes the lines of standard input for answers."""
    if not given.get("interactive"):
        return None
    if given.get("diff") or STDIN in paths:
        raise ConfigError(f"--interactive cannot stand beside {'--diff' if given.get('diff') else STDIN}")
    from lstm_lint.edit.interactive import Questions

    return Questions(streams.note, streams.answer)


def _reason(paths: Sequence[str], given: dict[str, Any], configurations: Configurations) -> str | None:
    """What the comments of --add-noqa say; None where it was not given."""
    if given.get("add_noqa") is None:
        return None
    others = ("fix", "interactive", "isolated", "ignore_suppressions")
    beside = [f"--{name.replace('_', '-')}" for name in others if given.get(name)] + [STDIN] * (
        STDIN in paths
    )
    if beside:
        raise ConfigError(f"--add-noqa cannot stand beside {beside[0]}; run one after the other")
    from lstm_lint.edit.noqa import checked

    reason = checked(given["add_noqa"])
    holding = (configurations.at(path if os.path.isdir(path) else os.path.dirname(path)) for path in paths)
    if not reason and any(one is not None and one.said("require-reason") for one in holding):
        raise ConfigError("the setting `require-reason` asks for one: write --add-noqa='why these may stay'")
    return reason


def _baseline(paths: Sequence[str], given: dict[str, Any], configurations: Configurations) -> Baseline | None:
    """The baseline of this run; an empty one where it is to be written for the first time."""
    path = configurations.said("baseline")
    file = configurations.run
    if path is not None and given.get("baseline") is None and file is not None:
        path = config.inside(file, "baseline", os.path.relpath(os.path.join(file.folder, path)))
    writes = next(
        (name for name in ("write-baseline", "prune-baseline") if given.get(name.replace("-", "_"))), None
    )
    if writes:
        others = ("fix", "diff", "interactive", "since", "add_noqa")
        beside = [f"--{name.replace('_', '-')}" for name in others if given.get(name)] + [STDIN] * (
            STDIN in paths
        )
        if beside:
            raise ConfigError(f"--{writes} cannot stand beside {beside[0]}; run one after the other")
    if path is None and writes == "prune-baseline":
        raise ConfigError("--prune-baseline: name the file with --baseline FILE or the setting `baseline`")
    if path is None and writes is None:
        return None
    from lstm_lint.run import baseline

    return baseline.read(path or baseline.FILE_NAME, rewriting=writes == "write-baseline")


def _write_baseline(
    baseline: Baseline, report: Report, configurations: Configurations, say: Callable[[str], None]
) -> int:
    failed = [path for path, _ in report.failures]
    counts = baseline.rewritten(configurations.rules_of, failed, report.reports, configurations.lists)
    baseline.write(counts)
    known = output.amount(sum(counts.values()), "finding")
    say(f"wrote {known} into {baseline.path}; --baseline {baseline.path} leaves them out")
    return 2 if report.failed else 0


def _prune_baseline(
    baseline: Baseline,
    report: Report,
    given: dict[str, Any],
    configurations: Configurations,
    say: Callable[[str], None],
) -> None:
    """Removes what is gone, or says that there is something to remove."""
    if given.get("since") or not baseline.known:
        return
    left = baseline.pruned(configurations.rules_of, [path for path, _ in report.failures])
    gone = sum(baseline.known.values()) - sum(left.values())
    if gone and given.get("prune_baseline"):
        baseline.write(left)
        say(f"removed {output.amount(gone, 'finding')} from {baseline.path}")
    elif gone and not given.get("quiet"):
        say(f"{output.amount(gone, 'finding')} of {baseline.path} gone; --prune-baseline removes them there")


def _show_diff(report: Report, given: dict[str, Any], say: Callable[[str], None]) -> int:
    changed = [one for one in report.reports if one.fixed and one.before and one.after]
    for one in changed:
        from lstm_lint.edit import fixes
        from lstm_lint.run.limits import Unfinished
        from lstm_lint.run.workers import guarded

        assert one.before is not None and one.after is not None
        try:
            streams.write(guarded(fixes.diffed, one.before, one.after, one.path), tabs=True)
        except Unfinished as unfinished:
            say(f"{one.path}: not shown: {unfinished}")
            report.failed += 1
    would = "--fix would mend" if given.get("add_noqa") is None else "--add-noqa would silence"
    say(f"{would} {output.amount(report.fixed, 'finding')} in {output.amount(len(changed), 'file')}")
    return 2 if report.failed else int(bool(changed))


def _show_findings(
    report: Report,
    stdin: bool,
    given: dict[str, Any],
    configurations: Configurations,
    say: Callable[[str], None],
) -> None:
    if report.fixed and not given.get("quiet"):
        done = "fixed" if given.get("add_noqa") is None else "silenced"
        say(f"{done} {output.amount(report.fixed, 'finding')}")
    form = configurations.said("output_format", "text")
    listed = [finding for finding in report.findings if configurations.lists(finding)]
    for item in output.untold(report, listed) if given.get("verbose") else ():
        say(f"{item.where}: {item.told}")
    for folder in report.left_out if given.get("verbose") else ():
        say(f"{folder}: left out for its name; `--exclude .git` reads every folder but that of git")
    target = given.get("output_file")
    mended_to_stdout = stdin and bool(given.get("fix"))
    stream = sys.stderr if mended_to_stdout else sys.stdout
    lines: Iterable[str]
    if form == "html":
        from lstm_lint.command.depicting import page_of

        lines = page_of(report, listed, configurations)
    else:
        lines = output.render(
            form,
            report,
            listed,
            color=not target and output.wants_color(stream),
            width=None if target else output.terminal_width(stream),
            quiet=bool(given.get("quiet")),
            statistics=bool(given.get("statistics")),
        )
    if mended_to_stdout and not target:
        streams.note(*lines)
    else:
        _print(lines, given)
    if form == "github" and (step_summary := os.environ.get(STEP_SUMMARY)):
        _write(step_summary, "a", output.render("markdown", report, listed), f"${STEP_SUMMARY}")


def _print(lines: Iterable[str], given: dict[str, Any]) -> None:
    if given.get("output_file"):
        _write(given["output_file"], "w", lines, "--output-file")
    else:
        streams.write(lines)


def _write(path: str, mode: str, lines: Iterable[str], what: str) -> None:
    # A repository may carry a link to anywhere, and an unpacked archive a pipe that nobody reads: opening it never
    # ends. /dev/stdout is one of both too, of the system.
    if not os.path.abspath(path).startswith("/dev/"):
        if os.path.islink(path):
            hint = "name the file that it points to"
            raise ConfigError(f"{what} {path}: not written: it is a symbolic link; {hint}")
        if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):
            raise ConfigError(f"{what} {path}: not written: it is no plain file; name another one")
    try:
        streams.write_file(path, mode, lines)
    except OSError as error:
        raise ConfigError(f"{what} {path}: cannot be written: {error.strerror}") from error


def _exit_code(report: Report, given: dict[str, Any], configurations: Configurations) -> int:
    if report.failed:
        return 2
    if report.fixed and given.get("exit_non_zero_on_fix"):
        return 1
    if report.unread and configurations.said("fail_on_unread", False):
        return 1
    gated = bool(given.get("smoke_gate"))
    return int(any(configurations.fails(f) and not (gated and _is_refuted(f)) for f in report.findings))


def _is_refuted(finding: Finding) -> bool:
    return finding.smoke is not None and finding.smoke.answer == "refuted"
