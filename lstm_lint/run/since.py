"""Only what is new since a revision: findings on lines that changed after the merge base with it.

git tells which files and lines changed, uncommitted changes and new files included; of notebooks the source of the code
cells is compared. A line that stands elsewhere now, in this file or another, has moved and is not new.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections import Counter

from lstm_lint.run import files
from lstm_lint.settings.config import ConfigError
from lstm_lint.source.fingerprint import normalised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding
    from lstm_lint.source.source import Source

_HUNK = re.compile(rb"@@ -\d+(?:,(?P<removed>\d+))? \+(?P<start>\d+)(?:,(?P<added>\d+))? @@")
_FETCH = "fetch more of it, such as `git fetch --unshallow` or `fetch-depth: 0` for actions/checkout"


class Since:
    """The changes of a working tree since its merge base with a revision."""

    def __init__(self, revision: str, start: str) -> None:
        """`start` is a file or folder in the working tree. Raises ConfigError."""
        folder = os.path.abspath(start)
        while not os.path.isdir(folder):
            folder = os.path.dirname(folder)
        self.revision = revision
        self.top = os.path.realpath(_top(revision, folder))
        self.base = _merge_base(revision, self.top)
        self.origins = dict(self._changed())  # changed file: its path at the merge base
        self.texts: dict[str, tuple[str, str]] = {}  # changed file: its code then and now
        self.lines: dict[str, set[int]] = {}
        self._compare()

    def reads(self, path: str) -> bool:
        """Whether a file changed at all. Raises ConfigError for one outside of the working tree."""
        return self._inside(path) in self.origins

    def keep(self, path: str, findings: Sequence[Finding], source: Source | None) -> list[Finding]:
        """The findings of a file of which a line changed."""
        name = self._inside(path)
        if source is None:
            return list(findings)
        before, now = self.texts.get(name) or (self._before(name), "")
        if name in self.lines and now == source.raw:
            lines = self.lines[name]
        else:  # standard input, or a round of fixes later
            ((added, removed),) = _diff([(before, source.raw)])
            lines = _without_moved(added, self.removed + Counter(removed))
        return [one for one in findings if any(n in lines for n in range(one.span.line, _last_line(one) + 1))]

    def _inside(self, path: str) -> str:
        above, name = os.path.split(os.path.abspath(path))
        relative = os.path.relpath(os.path.join(os.path.realpath(above), name), self.top)
        if relative.split(os.sep)[0] == os.pardir:
            raise ConfigError(f"--since {self.revision}: {path} is not in the git checkout {self.top}")
        return relative.replace(os.sep, "/")

    def _changed(self) -> Iterator[tuple[str, str]]:
        how = ("--name-status", "-z", "-M", "--no-relative", "--no-ext-diff", "--ignore-submodules")
        status = _git(self.top, "diff", *how, self.base, "--")
        if status.returncode:
            raise ConfigError(f"--since {self.revision}: git does not tell what changed: {_said(status)}")
        parts = iter(os.fsdecode(status.stdout).split("\0"))
        for kind in parts:
            if kind[:1] in ("R", "C"):
                origin = next(parts)
                yield next(parts), origin
            elif kind:
                name = next(parts)
                yield name, name
        untracked = _git(self.top, "ls-files", "-z", "--others", "--exclude-standard")
        for name in filter(None, os.fsdecode(untracked.stdout).split("\0")):
            yield name, name

    def _compare(self) -> None:
        """Lines that changed, by file: added ones, as far as they were not removed somewhere else."""
        for name, origin in sorted(self.origins.items()):
            if not name.lower().endswith(files.SUFFIXES):
                continue
            data = _read(os.path.join(self.top, name))
            before = self._blob(origin)
            if files.relevant(data) or files.relevant(before):
                self.texts[name] = _code(before, origin), _code(data, name)
        self.removed: Counter[str] = Counter()
        left = []
        for name, (added, removed) in zip(self.texts, _diff(list(self.texts.values()))):
            pool = Counter(removed)
            left.append((name, _moving(added, pool)))  # first within the file
            self.removed += pool
        pool = self.removed.copy()
        self.lines = {name: {line for line, _ in _moving(added, pool)} for name, added in left}

    def _before(self, name: str) -> str:
        origin = self.origins.get(name, name)
        return _code(self._blob(origin), origin)

    def _blob(self, origin: str) -> bytes:
        return _git(self.top, "cat-file", "blob", f"{self.base}:{origin}").stdout


Added = list[tuple[int, str]]


def _diff(pairs: list[tuple[str, str]]) -> list[tuple[Added, list[str]]]:
    """For each pair of texts what git finds added, with line numbers, and removed; texts are compared normalised."""
    answer: list[tuple[Added, list[str]]] = [([], []) for _ in pairs]
    if not any(before != now for before, now in pairs):
        return answer
    with tempfile.TemporaryDirectory(prefix="lstm-lint-") as folder:
        for side in (0, 1):
            os.mkdir(os.path.join(folder, str(side)))
            for number, pair in enumerate(pairs):
                with open(os.path.join(folder, str(side), str(number)), "wb") as file:
                    file.write(pair[side].encode("utf-8", "surrogatepass"))
        how = (
            "--no-index",
            "--text",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "-U0",
            "--no-prefix",
        )
        done = _git(folder, "diff", *how, "--diff-algorithm=histogram", "--", "0", "1")
    if done.returncode not in (0, 1):
        raise ConfigError(f"--since: git cannot compare the files: {_said(done)}")
    lines = iter(done.stdout.split(b"\n"))
    added, removed = answer[0]
    for line in lines:
        if line.startswith(b"+++ 1/"):
            added, removed = answer[int(line[6:].strip())]
        elif hunk := _HUNK.match(line):
            for _ in range(int(hunk["removed"] or 1)):
                removed.append(_text(next(lines)))
            start = int(hunk["start"])
            for offset in range(int(hunk["added"] or 1)):
                line = next(lines)
                line = (
                    next(lines) if line.startswith(b"\\") else line
                )  # no newline at the end of the removed lines
                added.append((start + offset, _text(line)))
    return answer


def _moving(added: Added, removed: Counter[str]) -> Added:
    """The added lines that were not removed elsewhere; those that were are taken out of `removed`."""
    new = []
    for line, text in added:
        if removed[text] > 0:
            removed[text] -= 1
        else:
            new.append((line, text))
    return new


def _without_moved(added: Added, removed: Counter[str]) -> set[int]:
    return {line for line, _ in _moving(added, removed.copy())}


def _text(line: bytes) -> str:
    return normalised(line[1:].decode("utf-8", "surrogatepass"))


def _last_line(finding: Finding) -> int:
    span = finding.span
    return span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line


def _code(data: bytes, name: str) -> str:
    from lstm_lint.source.source import SourceError, from_bytes

    try:
        return from_bytes(data, name).raw
    except SourceError:
        return ""


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:  # deleted, or unreadable: the run says so
        return b""


def _top(revision: str, folder: str) -> str:
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode:
        hint = "run it in a checkout, or without --since"
        raise ConfigError(f"--since {revision}: {folder} is not in a git checkout ({_said(done)}); {hint}")
    return os.fsdecode(done.stdout.rstrip(b"\n"))


def _merge_base(revision: str, top: str) -> str:
    if not revision or revision.startswith("-"):
        raise ConfigError(
            f"--since {revision!r} is no revision; write a branch, tag or commit such as origin/main"
        )
    shallow = _git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    commit = _git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit.returncode:
        if shallow:
            raise ConfigError(f"--since {revision}: this clone is shallow and lacks that revision; {_FETCH}")
        hint = "check the spelling, or fetch it, such as `git fetch origin`"
        raise ConfigError(f"--since {revision}: git does not know this revision; {hint}")
    if _git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode:
        raise ConfigError(
            f"--since {revision}: this checkout has no commit yet; make one, or leave --since out"
        )
    base = _git(top, "merge-base", "HEAD", commit.stdout.decode().strip())
    if base.returncode:
        why = f"this clone is shallow and lacks their common ancestor; {_FETCH}"
        other = "they have no common ancestor; name a revision that this branch started from"
        raise ConfigError(f"--since {revision} and HEAD: {why if shallow else other}")
    return base.stdout.split()[0].decode()


def _git(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # In a hook git names its repository to those it starts, relative to a folder that is not the temporary one.
    compares = "--no-index" in arguments
    inherited = {k: v for k, v in os.environ.items() if not (compares and k.startswith("GIT_"))}
    environment = {**inherited, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", "-C", folder, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise ConfigError(f"--since needs git, which cannot be run: {error.strerror}") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit code {done.returncode}"
