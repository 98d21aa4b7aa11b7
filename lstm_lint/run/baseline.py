"""The findings that a project lives with for now: written once, left out of each later run, and removed as they go.

A finding is known by its path, its rule and the text of its line, spaces apart, and counted: moving code, also to
another cell of a notebook, makes nothing new. One with a cause is known by that, however many places have it. Paths
count from the folder of the baseline file.
"""

from __future__ import annotations

import json
import os

from lstm_lint.run import files
from lstm_lint.settings.config import ConfigError
from lstm_lint.source import repository
from lstm_lint.source.fingerprint import key, normalized
from lstm_lint.source.printable import json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from lstm_lint.findings import Finding, Found
    from lstm_lint.run.report import FileReport
    from lstm_lint.source.source import Source

    Entry = tuple[str, str, str]  # path, rule, line
    Counts = dict[Entry, int]
    Rules = Callable[[str], Collection[str]]

FILE_NAME = "lstm-lint-baseline.json"
VERSION = 1
UNPARSABLE = "LL001"

_FIELDS = {"path": str, "rule": str, "line": str, "count": int}
_LARGEST = 256 << 20  # bytes
_LONGEST_LINE = 200  # a longer one is cut, with a digest of the whole


class Baseline:
    """What a baseline file holds, and which of it the files of this run still have."""

    def __init__(self, path: str, known: Counts, *, rewriting: bool = False) -> None:
        self.path = path
        self.known = known
        self.rewriting = rewriting
        self.folder = os.path.dirname(os.path.realpath(path))
        self.seen: dict[str, str] = {}  # by the path in an entry the path of the file
        self.unread: set[str] = set()  # at least in part, so that what is missing may be there
        self.found: dict[str, Counts] = {}

    def reads(self, path: str, data: bytes | None) -> bool:
        """Every file; what is gone from it is noticed."""
        self.seen[self._entry_path(path)] = path
        return True

    def keep(self, path: str, findings: Sequence[Finding], source: Source | None) -> list[Finding]:
        """The findings of a file that the baseline does not know; all of them where it is being rewritten."""
        entry_path = self._entry_path(path)
        if any(finding.code == UNPARSABLE for finding in findings):
            self.unread.add(entry_path)
        if self.rewriting:
            return list(findings)
        counts: Counts = {}
        new = []
        for finding in findings:
            line = source.line_text(finding.span.line) if source else ""
            entry = _entry(entry_path, finding, line)
            if finding.cause is not None and entry in self.known:
                counts[entry] = 1
                continue
            by_line = (entry_path, finding.code, _shortened(normalized(line)))
            if finding.cause is not None and by_line in self.known:
                entry = by_line  # written before its cause was known by
            counts[entry] = counts.get(entry, 0) + 1
            if counts[entry] > self.known.get(entry, 0):
                new.append(finding)
        self.found[entry_path] = counts
        return new

    def on_lines(self, path: str, items: Sequence[Found], source: Source | None) -> list[Found]:
        """All of it: a baseline holds findings that are reported, and nothing else."""
        return list(items)

    def pruned(self, rules: Rules, failed: Iterable[str]) -> Counts:
        """What is left of it: findings that this run could have seen and did not are gone, and so are missing files.

        `rules` says which are on in a file.
        """
        return self._updated(rules, failed, lambda entry, count: min(count, self._found(entry)))

    def rewritten(
        self, rules: Rules, failed: Iterable[str], reports: Iterable[FileReport], lists: Any
    ) -> Counts:
        """All findings of this run that are listed, and what the run could not see."""
        counts = self._updated(rules, failed, lambda entry, count: 0)
        found: Counts = {}
        for one in reports:
            path = self._entry_path(one.path)
            if path in self.unread:
                counts = {entry: count for entry, count in counts.items() if entry[:2] != (path, UNPARSABLE)}
            for finding in filter(lists, one.findings):
                for entry in _entries(path, finding, one.lines):
                    found[entry] = found.get(entry, 0) + 1
        return {**counts, **{entry: max(count, counts.get(entry, 0)) for entry, count in found.items()}}

    def write(self, counts: Counts) -> None:
        """Replaces the file in one step. Raises ConfigError."""
        from lstm_lint.edit import atomic

        root = repository.root()
        leads_out = os.path.abspath(self.path).startswith(os.path.join(root, "")) and not repository.lies_in(
            [root], self.folder
        )
        if os.path.islink(self.path) or leads_out:  # a repository may carry a link to anywhere
            hint = "name the file that it points to"
            raise ConfigError(f"--baseline {self.path}: not written: it is a symbolic link; {hint}")
        try:
            mode = os.stat(self.path).st_mode & 0o777
        except OSError:
            mode = 0o666 & ~_umask()
        try:
            atomic.replace(self.path, render(counts).encode(), mode)
        except OSError as error:
            raise ConfigError(f"--baseline {self.path}: cannot be written: {error.strerror}") from error

    def _updated(self, rules: Rules, failed: Iterable[str], left: Any) -> Counts:
        read = self.seen.keys() - self.unread - {self._entry_path(path) for path in failed}
        counts: Counts = {}
        for entry, count in self.known.items():
            path, rule, _ = entry
            if path in read and (rule in rules(self.seen[path]) or not _is_rule(rule)):
                count = left(entry, count)
            elif path not in read and not os.path.exists(os.path.join(self.folder, path)):
                count = 0
            if count:
                counts[entry] = count
        return counts

    def _found(self, entry: Entry) -> int:
        return self.found.get(entry[0], {}).get(entry, 0)

    def _entry_path(self, path: str) -> str:
        return repository.relative_to(self.folder, path)


def read(path: str, *, rewriting: bool = False) -> Baseline:
    """Raises ConfigError where there is no such file, unless it is to be written, or where it is none of ours."""
    if rewriting and not os.path.lexists(path):
        return Baseline(path, {}, rewriting=True)
    try:
        data = files.whole(path, _LARGEST)
    except FileNotFoundError:
        hint = "write it with --write-baseline"
        raise ConfigError(f"--baseline {path}: there is no such file; {hint}") from None
    except OSError as error:
        raise ConfigError(f"--baseline {path}: cannot be read: {error.strerror}") from error
    except files.TooLarge as error:
        raise ConfigError(f"--baseline {path}: cannot be read: {error}") from error
    if b"\n<<<<<<< " in data:
        raise ConfigError(f"--baseline {path}: it holds a merge conflict; keep the lines of both sides")
    try:
        return Baseline(path, _counts(_document(data)), rewriting=rewriting)
    except ValueError as error:
        hint = "name another file, or delete it and run --write-baseline"
        raise ConfigError(f"--baseline {path}: not a baseline of lstm-lint ({error}); {hint}") from error


def render(counts: Mapping[Entry, int]) -> str:
    """The file: JSON with a line for each entry, sorted, so that two branches seldom change the same place."""
    lines = [
        json_text({"path": path, "rule": rule, "line": line, "count": count}, ascii_only=False)
        for (path, rule, line), count in sorted(counts.items())
    ]
    head = f'{{\n  "version": {VERSION},\n  "findings": ['
    return head + ",".join(f"\n    {line}" for line in lines) + ("\n  ]\n}\n" if lines else "]\n}\n")


def _document(data: bytes) -> Any:
    """Raises ValueError. What it says holds nothing of the file: a link of that name may lead to anybody's."""
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} is no JSON") from None
    except UnicodeDecodeError:
        raise ValueError("it is no text") from None
    except (ValueError, RecursionError):
        raise ValueError("no baseline is nested so deeply or has so large numbers") from None


def _counts(document: Any) -> Counts:
    """Raises ValueError."""
    if not isinstance(document, dict) or type(document.get("version")) is not int:
        raise ValueError("it has no `version`")
    if document["version"] != VERSION:
        raise ValueError(f"this lstm-lint reads version {VERSION}")
    if not isinstance(document.get("findings"), list):
        raise ValueError("it has no list `findings`")
    counts: Counts = {}
    for number, item in enumerate(document["findings"], 1):
        values: list[Any] = [item.get(name) for name in _FIELDS] if isinstance(item, dict) else []
        if [type(value) for value in values] != list(_FIELDS.values()):
            raise ValueError(f"entry {number} lacks {', '.join(_FIELDS)}, or one is of the wrong kind")
        path, rule, line, count = values
        counts[path, rule, line] = counts.get((path, rule, line), 0) + count  # twice after a merge
    return counts


def _entry(path: str, finding: Finding, line: str) -> Entry:
    rule, text = key(finding, line)
    return path, rule, _shortened(text)


def _entries(path: str, finding: Finding, lines: Mapping[int, str]) -> Iterator[Entry]:
    """One for its cause; without a cause that is named, one for each place of it."""
    yield _entry(path, finding, lines.get(finding.span.line, ""))
    if finding.cause is None:
        for other in finding.related:
            if other.same:
                yield _entry(path, finding, lines.get(other.span.line, ""))


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_LINE:
        return text
    import hashlib

    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{text[:_LONGEST_LINE]}... {digest}"


def _is_rule(code: str) -> bool:
    from lstm_lint.rulebook import rulebook

    return rulebook.find(code) is not None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
