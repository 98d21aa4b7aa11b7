"""`--add-noqa`: comments that silence what is there, so that a rule can be used before its findings are mended.

Without a reason a finding gets `# noqa: LL203`, joined to one that is there; with a reason `# lstm-lint: ignore[LL203]
reason`. What cannot be silenced by a comment, such as a line inside a string, stays a finding.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Callable, Iterable, Sequence

from lstm_lint.edit.fixes import Fixed, Step, taken
from lstm_lint.findings import Finding
from lstm_lint.ir.records import dataclass
from lstm_lint.rulebook import rulebook
from lstm_lint.settings.config import ConfigError
from lstm_lint.source import suppress
from lstm_lint.source.source import Edit, Source, SourceError, from_bytes

_NOQA = re.compile(r"(?i)#\s*noqa\s*:\s*(?P<codes>[A-Z]+[0-9]+(?:(?:\s*,\s*|\s+)[A-Z]+[0-9]+\b)*)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that takes a comment, and the one that it has."""

    end: int
    comment: str | None


def add(
    source: Source,
    findings: Sequence[Finding],
    lint: Callable[[Source], Sequence[Finding]],
    reason: str,
    step: Step = taken,
) -> Fixed:
    """Silences findings by comments; `lint` tells of each comment whether it did, `step` is as for `fixes.fix`."""
    places = step(_lines, source)
    ends = step(suppress.statement_ends, source)
    by_line: dict[int, list[str]] = {}
    for finding in findings:
        rule = rulebook.find(finding.code)
        if rule is not None and rule.group != "engine":
            wanted = (finding.span.line, finding.span.end_line, ends.get(finding.span.end_line, 0))
            line = next((line for line in wanted if line in places), None)
            if line is not None and finding.code not in by_line.setdefault(line, []):
                by_line[line].append(finding.code)
    edits = [_comment(line, places[line], sorted(codes), reason) for line, codes in sorted(by_line.items())]
    for attempt in (edits, *([edit] for edit in edits)) if edits else ():
        after = step(_edited, source, attempt)
        left = lint(after) if after is not None else findings
        if after is not None and len(left) < len(findings):
            return Fixed(after, tuple(left), len(findings) - len(left))
    return Fixed(source, tuple(findings), 0)


def checked(reason: str) -> str:
    """The reason as a comment can hold it. Raises ConfigError."""
    if not reason.isprintable() or "#" in reason:
        raise ConfigError("--add-noqa: a reason is one line of text without `#`")
    return reason.strip()


def _comment(line: int, place: _Line, codes: Iterable[str], reason: str) -> Edit:
    listed = ", ".join(codes)
    if reason:
        return (line, place.end, line, place.end, f"  # lstm-lint: ignore[{listed}] {reason}")
    found = _NOQA.search(place.comment) if place.comment is not None else None
    if found and place.comment is not None:
        at = place.end - len(place.comment) + found.end("codes")
        return (line, at, line, at, f", {listed}")
    return (line, place.end, line, place.end, f"  # noqa: {listed}")


def _edited(source: Source, edits: Iterable[Edit]) -> Source | None:
    try:
        return from_bytes(source.edited(edits), source.path)
    except (ValueError, SourceError):
        return None


def _lines(source: Source) -> dict[int, _Line]:
    """The lines that end outside of strings and without a backslash, by the number they have in the source."""
    found: dict[int, _Line] = {}
    for text, before in suppress.chunks(source):
        comments: dict[int, str] = {}
        try:
            for token in tokenize.generate_tokens(io.StringIO(text).readline):
                if token.type == tokenize.COMMENT:
                    comments[token.start[0]] = token.string.rstrip()
                elif token.type in (tokenize.NEWLINE, tokenize.NL):
                    line = token.start[0]
                    written = source.line_text(line + before).rstrip()
                    found[line + before] = _Line(len(written) + 1, comments.get(line))
        except (tokenize.TokenError, SyntaxError):
            continue
    return found
