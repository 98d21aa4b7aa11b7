"""Comments that silence findings, and which of them silence nothing.

`# noqa`, `# noqa: LL203, E501`, `# lstm-lint: ignore[LL203] reason` and `# lstm-lint: ignore` hold for a finding that
starts or ends on their line, or whose statement ends there; `# lstm-lint: ignore-file[LL203]` for the whole file.
`# lstm-lint: ignore-start[LL203] reason` holds from its line to that of `# lstm-lint: ignore-end`, without one to the
end of the file or cell. Ranges may lie inside each other: an end closes the range that was started last, or if it names
rules the last one that names the same.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, cast

from lstm_lint.findings import Edit, Finding, Fix, Span
from lstm_lint.ir.nests import Nest
from lstm_lint.ir.records import dataclass, field, replace
from lstm_lint.rulebook import rulebook
from lstm_lint.script import UnknownSelector, UnusedSuppression
from lstm_lint.source.source import Source

Kind = Literal["noqa", "ignore", "ignore-file", "ignore-start", "ignore-end"]

_CODE = r"[A-Za-z]+[0-9]+"
_DIRECTIVE = (
    rf"#\s*(?:noqa\b(?:\s*:\s*(?P<codes>{_CODE}(?:(?:\s*,\s*|\s+){_CODE}\b)*))?"
    r"|lstm-lint:\s*(?P<verb>ignore(?:-file|-start|-end)?)\b(?!-)\s*(?:\[(?P<names>[^\]#]*)\])?(?P<reason>[^#]*))"
)
_ENDLESS = 1 << 30  # lines
_ITEM = re.compile(r"[^\s,]+")
_OURS = r"LL\d*"
# Stands in for the tokenizer where a cell does not parse: a `#` with no open quote before it.
_COMMENT = r"""^(?:[^'"#\n]|'[^'\n]*'|"[^"\n]*")*(?P<comment>\#.*)$"""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One directive inside a comment. `selectors` are those of our rules that it names; none: it silences all.

    `comment` is the whole comment as `(line, column, text)`, `start` and `end` the directive in that text, and
    `listed` the list of codes in it. A range goes to `last_line`, where `closed_by` stands if it was closed.
    """

    kind: Kind
    selectors: tuple[str, ...]
    comment: tuple[int, int, str]
    start: int
    end: int
    listed: tuple[int, int] | None
    reason: str = ""
    last_line: int = 0
    closed_by: Suppression | None = None

    @property
    def line(self) -> int:
        return self.comment[0]

    @property
    def span(self) -> Span:
        line, column, text = self.comment
        return Span(line, column + self.start, line, column + len(text[: self.end].rstrip()))

    def names(self, finding: Finding, *, exactly: bool) -> str | None:
        """The selector that names the finding's rule; an empty one where the directive silences all."""
        if not self.selectors:
            return None if exactly else ""
        for selector in self.selectors:
            folded = selector.casefold()
            if folded in (finding.code.casefold(), finding.name):
                return selector
            if not exactly and _is_ours(selector) and finding.code.startswith(selector.upper()):
                return selector
        return None


@dataclass(slots=True)
class Suppressions:
    """The suppressions of one file, and what they have silenced so far."""

    source: Source
    found: tuple[Suppression, ...] = ()
    statement_ends: dict[int, int] = field(
        default_factory=dict
    )  # line: last line of the statement it is part of
    used: set[tuple[Suppression, str]] = field(default_factory=set)
    silenced: list[Finding] = field(default_factory=list)  # with the reasons
    _said: dict[Suppression, str] = field(default_factory=dict)  # for a range, or else for one around it

    def silence(self, findings: Iterable[Finding], *, by_name_only: bool = False) -> list[Finding]:
        """The findings that no suppression holds for. `by_name_only`: a blanket one does not count.

        That is for what is said of the comments themselves: an unused blanket one may not hide its own finding.
        """
        on_line: dict[int, list[Suppression]] = {}
        wide: dict[
            tuple[str, ...], list[Suppression]
        ] = {}  # those of a file or of many lines, by what they name
        for one in self.found:
            if one.kind in ("ignore-file", "ignore-start"):
                wide.setdefault(one.selectors, []).append(one)
            elif one.kind != "ignore-end":
                on_line.setdefault(one.line, []).append(one)
        ranges = [Nest((_lines_of(one), one) for one in alike) for alike in wide.values()]
        left = []
        for finding in findings:
            reason = self._reason(finding, on_line, ranges, by_name_only)
            if reason is None:
                left.append(finding)
            else:
                self.silenced.append(replace(finding, suppressed=reason, fix=None))
        return left

    def unused(self, enabled: frozenset[str]) -> tuple[UnusedSuppression, ...]:
        """Directives that silenced nothing, as far as rules that were on could have shown it.

        A blanket `# noqa` is never among them: it may serve other tools.
        """
        return tuple(self._unused(enabled))

    def unexplained(self) -> tuple[Span, ...]:
        """Directives that give no reason; a blanket `# noqa` only where it silenced one of our findings."""
        return tuple(
            one.span
            for one in self.found
            if not one.reason
            and one.kind != "ignore-end"
            and (one.kind != "noqa" or one.selectors or (one, "") in self.used)
        )

    def unknown(self) -> tuple[UnknownSelector, ...]:
        """What directives name although no rule, group or code begins so."""
        return tuple(found for one in self.found if one.listed for found in _unknown_in(one, *one.listed))

    def _reason(
        self,
        finding: Finding,
        on_line: Mapping[int, list[Suppression]],
        ranges: Iterable[Nest[Suppression]],
        exactly: bool,
    ) -> str | None:
        """What the comments that silence a finding say for it, maybe nothing; None where none does."""
        span = finding.span
        last = span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line
        lines = {span.line, last, self.statement_ends.get(last, last)}
        reason = None
        for around in (alike.around(Span(line, 1, line, 1)) for alike in ranges for line in sorted(lines)):
            said = self._reason_of_range(finding, around, exactly)
            reason = reason or said if said is not None else reason
        for suppression in (one for line in sorted(lines) for one in on_line.get(line, ())):
            selector = suppression.names(finding, exactly=exactly)
            if selector is not None:
                self.used.add((suppression, selector))
                reason = reason or suppression.reason
        return reason

    def _reason_of_range(self, finding: Finding, around: Iterable[Suppression], exactly: bool) -> str | None:
        """The same of ranges that lie in each other and name the same: where one was asked, so were those around it."""
        asked: list[Suppression] = []
        reason: str | None = None
        for suppression in around:
            selector = suppression.names(finding, exactly=exactly)
            if selector is None:
                return None
            if (suppression, selector) in self.used:
                reason = self._said.get(suppression, suppression.reason)
                break
            self.used.add((suppression, selector))
            asked.append(suppression)
        for suppression in reversed(asked):
            reason = self._said[suppression] = suppression.reason or reason or ""
        return reason

    def _unused(self, enabled: frozenset[str]) -> Iterator[UnusedSuppression]:
        everything = all(
            rule.code in enabled for rule in rulebook.rules() if rule.default and rule.code != "LL002"
        )
        for suppression in self.found:
            if suppression.kind == "ignore-end":
                fix = _removal(suppression, tuple(_listed(suppression)), self.source)
                yield UnusedSuppression(suppression.span, (), fix, ends_nothing=True)
            elif suppression.selectors:
                idle = tuple(
                    selector
                    for selector in dict.fromkeys(suppression.selectors)
                    if (suppression, selector) not in self.used and _decidable(selector, enabled)
                )
                if idle:
                    yield UnusedSuppression(suppression.span, idle, _removal(suppression, idle, self.source))
            elif suppression.kind != "noqa" and everything and (suppression, "") not in self.used:
                yield UnusedSuppression(suppression.span, (), _removal(suppression, (), self.source))


def read(source: Source) -> Suppressions:
    """The suppressions of a file. One that holds no such word is not even tokenized."""
    folded = source.text.casefold()
    if "noqa" not in folded and "lstm-lint:" not in folded:
        return Suppressions(source)
    found: list[Suppression] = []
    ends: dict[int, int] = {}
    for text, before in chunks(source):
        comments, statements = _tokenized(text)
        inside: list[Suppression] = []
        for line, column, comment in comments:
            inside += _directives((line + before, column, comment))
        found += _with_ranges(inside, before + text.count("\n") + 1)
        for first, last in statements:
            ends.update((line + before, last + before) for line in range(first, last))
    return Suppressions(source, tuple(found), ends)


def statement_ends(source: Source) -> dict[int, int]:
    """For each line of a statement over several lines the last one, where a comment holds for all of them."""
    ends: dict[int, int] = {}
    for text, before in chunks(source):
        for first, last in _tokenized(text)[1]:
            ends.update((line + before, last + before) for line in range(first, last))
    return ends


def chunks(source: Source) -> Iterator[tuple[str, int]]:
    """Text that is tokenized on its own, and the number of lines before it: a broken cell does not spoil the rest."""
    if not source.cells:
        yield source.text, 0
    for cell in source.cells:
        yield source.cell_text(cell), cell.first_line - 2


def _tokenized(text: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """The comments as `(line, column, text)`, and first and last line of each statement over several lines."""
    comments: list[tuple[int, int, str]] = []
    statements: list[tuple[int, int]] = []
    first: int | None = None
    outside = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                comments.append((token.start[0], token.start[1] + 1, token.string))
            if token.type == tokenize.NEWLINE and first is not None:
                if token.start[0] > first:
                    statements.append((first, token.start[0]))
                first = None
            elif first is None and token.type not in outside:
                first = token.start[0]
    except (tokenize.TokenError, SyntaxError):
        return [
            found for number, line in enumerate(text.split("\n"), 1) for found in _by_line(number, line)
        ], []
    return comments, statements


def _by_line(number: int, line: str) -> Iterator[tuple[int, int, str]]:
    if "#" in line and (found := re.match(_COMMENT, line)):
        yield number, found.start("comment") + 1, found["comment"]


def _with_ranges(found: Sequence[Suppression], last_line: int) -> Iterator[Suppression]:
    """The suppressions of one text with each range as far as it goes; ends that close nothing stay."""
    opened: dict[tuple[str, ...] | None, list[int]] = {None: []}  # by what they name; None: all of them
    closed: set[int] = set()
    whole: dict[int, Suppression] = {}
    for index, one in enumerate(found):
        if one.kind == "ignore-end":
            fitting = opened.get(one.selectors or None, [])
            while fitting and fitting[-1] in closed:
                fitting.pop()
            if fitting:
                last = fitting.pop()
                closed.add(last)
                whole[last] = replace(found[last], last_line=one.line, closed_by=one)
                continue
        elif one.kind == "ignore-start":
            opened[None].append(index)
            opened.setdefault(one.selectors, []).append(index)
        whole[index] = replace(one, last_line=last_line)
    yield from (whole[index] for index in sorted(whole))


def _lines_of(one: Suppression) -> Span:
    """The lines for which it holds."""
    return Span(1, 1, _ENDLESS, 1) if one.kind == "ignore-file" else Span(one.line, 1, one.last_line, 1)


def _directives(comment: tuple[int, int, str]) -> Iterator[Suppression]:
    for found in re.finditer(_DIRECTIVE, comment[2], re.IGNORECASE):
        kind = cast(Kind, (found["verb"] or "noqa").lower())
        group = "codes" if kind == "noqa" else "names"
        items = _ITEM.findall(found[group] or "")
        selectors = tuple(item for item in items if kind != "noqa" or _is_ours(item))
        if items and not selectors:
            continue  # a noqa for other tools
        listed = found.span(group) if items else None
        after = comment[2][found.end() :].partition("#")[0] if kind == "noqa" else found["reason"]
        reason = after.strip(" \t-:,;()")
        yield Suppression(kind, selectors, comment, found.start(), found.end(), listed, reason)


def _unknown_in(suppression: Suppression, start: int, end: int) -> Iterator[UnknownSelector]:
    line, column, text = suppression.comment
    for item in _ITEM.finditer(text, start, end):
        if item[0] not in suppression.selectors:
            continue  # a code of another tool
        try:
            rulebook.matching(item[0])
        except rulebook.UnknownRule:
            span = Span(line, column + item.start(), line, column + item.end())
            yield UnknownSelector(span, item[0], rulebook.nearest(item[0]))


def _is_ours(item: str) -> bool:
    """Whether a word is a code of ours, also of a rule that is no more, or one of a plug-in."""
    return re.fullmatch(_OURS, item, re.IGNORECASE) is not None or rulebook.is_code(item)


def _decidable(selector: str, enabled: frozenset[str]) -> bool:
    """Whether all rules that a selector names were on, so that its silence shows that it is not needed."""
    try:
        codes = rulebook.matching(selector)
    except rulebook.UnknownRule:
        return False
    return codes <= enabled


def _removal(suppression: Suppression, idle: tuple[str, ...], source: Source) -> Fix:
    """Takes away what is idle and no more: other tools' codes and the rest of the comment stay."""
    parts = [one for one in (suppression, suppression.closed_by) if one is not None]
    edits = tuple(_less(part, idle, source) for part in parts)
    if any(item not in idle for item in _listed(suppression)):
        return Fix(f"remove `{', '.join(idle)}` from the comment", "safe", tuple(e for e in edits if e))
    whole = tuple(_whole_removal(part, source) for part in parts)
    return Fix("remove the comment" if len(parts) == 1 else "remove both comments", "safe", whole)


def _less(suppression: Suppression, idle: tuple[str, ...], source: Source) -> Edit | None:
    """The list of codes without the idle ones; nothing where it has no list."""
    if not suppression.listed:
        return None
    line, column, text = suppression.comment
    start, end = suppression.listed
    return Edit(Span(line, column + start, line, column + end), _without(text[start:end], idle))


def _listed(suppression: Suppression) -> list[str]:
    return _ITEM.findall(suppression.comment[2][slice(*suppression.listed)]) if suppression.listed else []


def _without(listed: str, idle: tuple[str, ...]) -> str:
    """The list with those items cut out, each with the separator before it."""
    kept = ""
    end = 0
    for found in _ITEM.finditer(listed):
        if found[0] not in idle:
            kept += (listed[end : found.start()] if kept else "") + found[0]
        end = found.end()
    return kept


def _whole_removal(suppression: Suppression, source: Source) -> Edit:
    line, column, text = suppression.comment
    rest = text[suppression.end :]
    start, end = column + suppression.start, column + suppression.end + len(rest) - len(rest.lstrip())
    if rest.strip():  # more follows: another directive, or words that need their `#` again
        return Edit(Span(line, start, line, end), "" if rest.lstrip().startswith("#") else "# ")
    written = source.line_text(line)
    start = len(written[: start - 1].rstrip()) + 1
    if start == 1 and _has_next(source, line):
        return Edit(Span(line, 1, line + 1, 1), "")
    return Edit(Span(line, start, line, len(written) + 1), "")


def _has_next(source: Source, line: int) -> bool:
    return source.cell_at(line) is source.cell_at(line + 1) and line <= source.raw.count("\n")
