"""How findings are shown: one module a format, imported when it is asked for."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from lstm_lint.findings import Finding, NotRead
    from lstm_lint.run.report import Report

    Renderer = Callable[[Report, Sequence[Finding]], Iterator[str]]

# Formats that are one document: no line may follow it.
DOCUMENTS = ("json", "sarif", "gitlab", "junit", "rdjson", "markdown", "html")

UNPARSABLE = "LL001"


def render(
    form: str,
    report: Report,
    listed: Sequence[Finding],
    *,
    color: bool = False,
    width: int | None = None,
    quiet: bool = False,
    statistics: bool = False,
) -> Iterator[str]:
    """The lines of a report in one of `options.FORMATS`; `listed` are the findings to show, the others are counted.

    `width` is that of the terminal, in columns; None where there is none.
    """
    if form in DOCUMENTS:
        yield from _renderer(form)(report, listed)
        return
    if form == "concise":
        from lstm_lint.output.concise import render_concise

        yield from render_concise(listed)
    elif form == "github":
        yield from _renderer(form)(report, listed)
    elif listed:
        from lstm_lint.output.text import render_text

        yield from render_text(report, listed, color=color, width=width)
    if statistics:
        yield from _statistics(listed)
    if not quiet:
        yield summary(report, listed)


def summary(report: Report, listed: Sequence[Finding]) -> str:
    """One line: what was found in how many files, and what was only counted."""
    notes = _only_counted(report, listed)
    notes += [f"{report.known} known before"] if report.known else []
    suppressed = len(report.suppressed)
    notes += [f"{suppressed} suppressed"] if suppressed else []
    more = f" ({'; '.join(notes)})" if notes else ""
    rest = f" {amount(report.failed, 'file')} could not be linted." if report.failed else ""
    if unread := untold(report, listed):
        places = f"{amount(len(unread), 'place')} in {amount(len({item.path for item in unread}), 'file')}"
        rest += f" Not read: {places} (-v says where and why)."
    if report.left_out:
        rest += f" Left out by name: {amount(len(report.left_out), 'folder')} with Python (-v says which)."
    if not listed:
        clear = "Nothing found" if rest else "All clear"
        return f"{clear}: {amount(report.read, 'file')} read, {report.skipped} skipped{more}.{rest}\n"
    counts = {
        kind: sum(1 for f in listed if f.severity.value == kind) for kind in ("error", "warning", "advice")
    }
    kinds = [f"{n} advice" if kind == "advice" else amount(n, kind) for kind, n in counts.items() if n]
    *first, last = kinds
    found = f"{', '.join(first)} and {last}" if first else last
    files = f"{len({f.path for f in listed})} of {amount(report.files, 'file')}"
    return f"Found {found} in {files}{more}.{rest}\n"


def _only_counted(report: Report, listed: Sequence[Finding]) -> list[str]:
    """How many findings are not listed, and the profile that lists them."""
    hidden = len(report.findings) - len(listed)
    if not hidden:
        return []
    pedantic = sum(one.is_pedantic for one in report.findings) - sum(one.is_pedantic for one in listed)
    counts = (("strict", hidden - pedantic), ("pedantic", pedantic))
    said = [f"{count} advice, shown with --profile {profile}" for profile, count in counts if count]
    return [said[0], *(one.replace("advice", "more", 1) for one in said[1:])]


def untold(report: Report, listed: Sequence[Finding]) -> list[NotRead]:
    """What could not be read, but for what a finding that is listed says already."""
    unread = report.unread
    told = {(f.path, f.span.line) for f in listed if f.code == UNPARSABLE} if unread else set()
    return [item for item in unread if (item.path, item.span.line) not in told]


def amount(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def terminal_width(stream: TextIO) -> int | None:
    """The columns of the terminal; None where the stream leads elsewhere. COLUMNS says otherwise, as everywhere."""
    if not stream.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def wants_color(stream: TextIO) -> bool:
    """Color on a terminal only; NO_COLOR and TERM=dumb forbid it, FORCE_COLOR asks for it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _renderer(form: str) -> Renderer:
    """`render_sarif` of the module `sarif`."""
    from importlib import import_module

    renderer: Renderer = getattr(import_module(f"{__name__}.{form}"), f"render_{form}")
    return renderer


def _statistics(listed: Sequence[Finding]) -> Iterator[str]:
    counts: dict[tuple[str, str], int] = {}
    for finding in listed:
        counts[finding.code, finding.name] = counts.get((finding.code, finding.name), 0) + 1
    width = len(str(max(counts.values(), default=0)))
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>{width}}  {code}  {name}\n"
    if counts:
        yield "\n"
