"""Only what is new since a revision: findings on lines that changed after the merge base with it.

The files of the working tree, as they are read, are compared with those of the merge base: what git is configured to
compare, to convert or to leave out in this repository makes no difference. Of notebooks the source of the code cells is
compared. A line that is somewhere else now, in this file or another, has moved and is not new.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from lstm_lint.findings import NotRead
from lstm_lint.run import changed_lines, files, git, limits
from lstm_lint.run.base import Base
from lstm_lint.run.changed_lines import moving
from lstm_lint.settings.config import ConfigError
from lstm_lint.source.fingerprint import normalized

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lstm_lint.findings import Finding, Found, Span
    from lstm_lint.run.base import File
    from lstm_lint.run.changed_lines import Change
    from lstm_lint.source.source import Source

_FETCH = "fetch more of it, such as `git fetch --unshallow` or `fetch-depth: 0` for actions/checkout"
_NO_CHECKOUT = "run it in a checkout, or without --since"
# What git holds of a file that Git LFS keeps elsewhere.
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-.*\n)*oid sha256:(?P<digest>[0-9a-f]{64})\nsize \d+\n"
)


class Since:
    """The changes of a working tree since its merge base with a revision."""

    def __init__(self, revision: str, start: str) -> None:
        """`start` is a file or folder in the working tree. Raises ConfigError."""
        if not revision or revision.startswith("-"):
            hint = "write a branch, tag or commit such as origin/main"
            raise ConfigError(f"--since {revision!r} is no revision; {hint}")
        self.revision = revision
        try:
            self._git = git.Git()
        except git.GitError as error:
            raise ConfigError(f"--since needs git: {error}") from error
        self.top, self._named = self._working_tree(start)
        with self._explained():
            self._base = self._merge_base()
        self._folders: dict[str, str] = {}  # a folder as it is named, and its path from the top
        self._unchanged: set[str] = set()  # files of this run
        self._asked: dict[str, File | None] = {}  # files of this run that changed, as they were
        self._changes: dict[str, Change] = {}  # of these

    def reads(self, path: str, data: bytes | None) -> bool:
        """Whether a file changed at all; `data` is what it holds, where that is known.

        Raises ConfigError for a file outside of the working tree.
        """
        name = self._inside(path)
        if data is not None and not files.relevant(data):
            return True  # if it is read at all, then for a module that it trains
        with self._explained():
            before = self._base.file(name)
        if before is not None and (before.holds(data) if data is not None else before.is_at(path)):
            self._unchanged.add(name)
            return False
        self._asked[name] = before
        return True

    def keep(self, path: str, findings: Sequence[Finding], source: Source | None) -> list[Finding]:
        """The findings of a file of which a line changed; one with many places speaks at the first that did."""
        lines = self._lines(path, findings, source)
        if lines is None:
            return list(findings)
        return [moved for one in findings if (moved := _moved(one, lines)) is not None]

    def on_lines(self, path: str, items: Sequence[Found], source: Source | None) -> list[Found]:
        """Likewise for anything that has lines."""
        lines = self._lines(path, items, source)
        return list(items) if lines is None else [one for one in items if _is_on(one.span, lines)]

    def _lines(self, path: str, items: Sequence[Found], source: Source | None) -> set[int] | None:
        """The lines of a file that are new; None where there is nothing to compare."""
        name = self._inside(path)
        if source is None or not items:
            return None
        with self._explained():
            self._compare()
            change = self._changes.get(name)
            if change is None or not change.leads_to(source.raw):  # standard input, or a round of fixes later
                texts = self._before(name), source.raw
                ((_, change),) = changed_lines.changes(self._git, [(name, texts)])
            lines = {line for line, _ in change.added}
            spans = [span for one in items for span in _spans(one)]
            if any(
                _is_on(span, lines) for span in spans
            ):  # only now it matters what moved here from elsewhere
                lines = self._new_lines(name, change)
        return lines

    def _compare(self) -> None:
        """Compares the files of this run, all of them at once: they are asked for before the first is linted."""
        waiting = sorted(self._asked.keys() - self._changes.keys())
        texts = ((name, self._texts(name, self._asked[name])) for name in waiting)
        self._changes.update(changed_lines.changes(self._git, texts))

    def _new_lines(self, name: str, change: Change) -> set[int]:
        """The lines that a file gained and that no other file lost."""
        if change is self._changes.get(name) and name in self._new:
            return self._new[name]
        lost, _ = self._lost
        pool = _sum(one for other, one in lost.items() if other != name)
        return {line for line, _ in moving(change.added, pool + change.lost)}

    @cached_property
    def _new(self) -> dict[str, set[int]]:
        """The same of all files of this run together: a line that was lost once has moved to one place only."""
        lost, gone = ({name: lines.copy() for name, lines in one.items()} for one in self._lost)
        added = {name: change.added for name, change in sorted(self._changes.items())}
        new_files = {name: lines for name, lines in added.items() if self._changes[name].is_new}
        for name, origin in changed_lines.renamed(new_files, gone):
            added[name] = moving(added[name], gone[origin])
            lost[origin] = gone[origin]
        pool = _sum(lost.values())
        return {name: {line for line, _ in moving(lines, pool)} for name, lines in added.items()}

    @cached_property
    def _lost(self) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
        """The lines that each file lost, whether this run reads it or not; apart from these the files that are gone."""
        gone: dict[str, Counter[str]] = {}
        others: list[tuple[str, File]] = []
        for name, file in self._base.files(files.SUFFIXES):
            path = os.path.join(self.top, name)
            if name in self._unchanged or name in self._changes:
                continue
            if os.path.lexists(path):
                if not file.is_at(path):
                    others.append((name, file))
            elif not self._is_left_out(name) and files.relevant(before := file.content(_largest(name))):
                gone[name] = Counter(map(normalized, _code(before, name).split("\n")))
        texts = (
            (name, self._texts(name, file))
            for name, file in sorted(others, key=lambda one: one[0])
            if files.relevant(file.content(_largest(name)))
        )
        changes = {**self._changes, **dict(changed_lines.changes(self._git, texts))}
        return {**gone, **{name: change.lost for name, change in changes.items()}}, gone

    def _is_left_out(self, name: str) -> bool:
        """Whether a sparse checkout leaves a file out: it is not there, and not gone."""
        return self._sparse is None or name in self._sparse

    @cached_property
    def _sparse(self) -> set[str] | None:
        done = self._git.there(self.top, self._named, "ls-files", "-t", "-z")
        if done.returncode:
            return None
        return {one[2:] for one in os.fsdecode(done.stdout).split("\0") if one.startswith("S ")}

    def _before(self, name: str) -> str:
        file = self._base.file(name)
        return "" if file is None else _code(file.content(_largest(name)), name)

    def _texts(self, name: str, file: File | None) -> tuple[str, str]:
        """The code of a file then and now."""
        now = _read(os.path.join(self.top, name))
        before = b"" if file is None else file.content(_largest(name))
        if (pointer := _POINTER.fullmatch(before)) and pointer["digest"].decode() == _sha256(now):
            before = now
        return _code(before, name), _code(now, name)

    def _inside(self, path: str) -> str:
        """The path from the top. A link itself is not followed, its folder is."""
        above, name = os.path.split(path)
        if above not in self._folders:
            try:
                relative = os.path.relpath(os.path.realpath(above or os.curdir), self.top)
            except ValueError:  # another drive
                relative = os.pardir
            if relative.split(os.sep)[0] == os.pardir:
                raise ConfigError(f"--since {self.revision}: {path} is not in the git checkout {self.top}")
            self._folders[above] = "" if relative == os.curdir else relative.replace(os.sep, "/") + "/"
        return self._folders[above] + name

    def _working_tree(self, start: str) -> tuple[str, str | None]:
        """Its top, and its repository where only the environment names that.

        It is the working tree of the current folder, if `start` lies in it; else the outermost one around `start`. So a
        repository that lies in another one, whoever put it there, says nothing about the files of that one.
        """
        folder = os.path.abspath(start)
        while not os.path.isdir(folder):
            folder = os.path.dirname(folder)
        folder = os.path.realpath(folder)
        top = git.around(os.path.realpath(os.curdir))
        if top is None or not os.path.join(folder, "").startswith(os.path.join(top, "")):
            top = git.outermost(folder)
        if top is not None:
            return top, None
        named = os.environ.get("GIT_DIR")
        if named is None:
            raise ConfigError(f"--since {self.revision}: {folder} is not in a git checkout; {_NO_CHECKOUT}")
        return os.path.realpath(os.environ.get("GIT_WORK_TREE") or os.curdir), os.path.abspath(named)

    def _merge_base(self) -> Base:
        commits = (f"{self.revision}^{{commit}}", "HEAD^{commit}")
        what = ("--git-dir", "--git-common-dir", "--is-shallow-repository", *commits)
        done = self._git.there(self.top, self._named, "rev-parse", *what)
        lines = os.fsdecode(done.stdout).split("\n")
        if len(lines) < 3 or lines[0] in (os.curdir, self.top):
            said = git.said(done)
            trust = f"if you trust it, run `git config --global --add safe.directory {self.top}`"
            why = f"{self.top} is not in a git checkout ({said}); {trust if 'ownership' in said else _NO_CHECKOUT}"
            raise ConfigError(f"--since {self.revision}: {why}")
        common = os.path.join(self.top, lines[1])
        ends = git.small(os.path.join(common, "shallow")) if lines[2] == "true" else b""
        if done.returncode or len(lines) != 6 or not all(map(git.is_name, lines[3:5])):
            raise ConfigError(self._lacks(commits[0], is_shallow=bool(ends)))
        commit, head = lines[3:5]
        objects = self._git.borrow(os.path.join(common, "objects"), head, ends)
        base = head if commit == head else objects.merge_base(head, commit)
        if base is None:
            why = f"this clone is shallow and lacks their common ancestor; {_FETCH}"
            other = "they have no common ancestor; name a revision that this branch started from"
            raise ConfigError(f"--since {self.revision} and HEAD: {why if ends else other}")
        return Base(self._git, objects, base, self.top)

    def _lacks(self, commit: str, *, is_shallow: bool) -> str:
        """What to say where the repository lacks the commit that is named, or has none."""
        done = self._git.there(self.top, self._named, "rev-parse", "--verify", "--quiet", commit)
        if done.returncode == 0 and git.is_name(os.fsdecode(done.stdout).strip()):
            return f"--since {self.revision}: this checkout has no commit yet; make one, or leave --since out"
        if is_shallow:
            return f"--since {self.revision}: this clone is shallow and lacks that revision; {_FETCH}"
        hint = "check the spelling, or fetch it, such as `git fetch origin`"
        return f"--since {self.revision}: git does not know this revision; {hint}"

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What git cannot do is the user's to mend."""
        try:
            yield
        except git.Missing as error:
            hint = f"a partial clone gets what it lacks by `git diff {self.revision}...HEAD`"
            raise ConfigError(f"--since {self.revision}: {error}; {hint}") from error
        except git.GitError as error:
            raise ConfigError(f"--since {self.revision}: {error}") from error


def _spans(one: Found) -> list[Span]:
    """Where it is, at all places of its cause."""
    if isinstance(one, NotRead):
        return [one.span]
    return [one.span, *(other.span for other in one.related if other.same)]


def _moved(finding: Finding, lines: set[int]) -> Finding | None:
    """The finding at the first of its places on one of the lines."""
    if _is_on(finding.span, lines):
        return finding
    at = next((other for other in finding.related if other.same and _is_on(other.span, lines)), None)
    if at is None:
        return None
    return replace(
        finding, span=at.span, cell=at.cell, line=at.line, column=at.column, end_line=at.end_line,
        end_column=at.end_column, file_line=at.file_line, fix=at.fix,
    )  # fmt: skip


def _is_on(span: Span, lines: set[int]) -> bool:
    last = span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line
    return any(line in lines for line in range(span.line, last + 1))


def _sum(counters: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counters:
        total.update(one)
    return total


def _code(data: bytes, name: str) -> str:
    from lstm_lint.run.workers import guarded

    try:
        code: str = guarded(_raw, data, name)
        return code
    except limits.Unfinished:  # the run says so of a file that is read; against nothing all of it is new
        return ""


def _raw(data: bytes, name: str) -> str:
    from lstm_lint.source.source import SourceError, from_bytes

    if len(data) > limits.LARGEST_HERE or limits.strenuous(data.decode("latin-1")):
        limits.only_apart()
    try:
        return from_bytes(data, name).raw
    except SourceError:
        return ""


def _largest(name: str) -> int:
    return files.LARGEST_NOTEBOOK if name.lower().endswith(".ipynb") else files.LARGEST_SCRIPT


def _read(path: str) -> bytes:
    try:
        return files.content(path)
    except (OSError, files.TooLarge):  # deleted, or unreadable: the run says so
        return b""


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
