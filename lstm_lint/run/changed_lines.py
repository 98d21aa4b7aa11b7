"""Which lines of a text are new, and which only moved: inside of it, or from another one that lost them."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter, defaultdict

from lstm_lint.run import git
from lstm_lint.source.fingerprint import normalized

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Added = list[tuple[int, str]]  # lines with their numbers
    Texts = tuple[str, str]  # then and now

_HUNK = re.compile(rb"@@ -\d+(?:,(?P<removed>\d+))? \+(?P<start>\d+)(?:,(?P<added>\d+))? @@")
_HOW = (
    *("--no-index", "--text", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"),
    *("-U0", "--no-prefix", "--diff-algorithm=histogram"),
)
_AT_ONCE = 32 << 20  # characters that are compared by one call of git
_MOST_HOLDERS = 16  # a line that more files lost does not say which of them was renamed


class Change:
    """What changed in one text: the lines that it gained, as far as they did not only move inside of it, and lost."""

    def __init__(self, texts: Texts, added: Added, removed: Iterable[str]) -> None:
        before, now = texts
        self._now = len(now), hash(now)
        self.is_new = not before
        self.lost = Counter(removed)
        self.added = moving(added, self.lost)

    def leads_to(self, text: str) -> bool:
        return self._now == (len(text), hash(text))


def changes(repository: git.Git, pairs: Iterable[tuple[str, Texts]]) -> Iterator[tuple[str, Change]]:
    """The change of each file of which the text then and now is given. Raises GitError."""
    portion: list[tuple[str, Texts]] = []
    size = 0
    for name, texts in pairs:
        portion.append((name, texts))
        size += len(texts[0]) + len(texts[1])
        if size > _AT_ONCE:
            yield from _of_portion(repository, portion)
            portion, size = [], 0
    yield from _of_portion(repository, portion)


def moving(added: Added, lost: Counter[str]) -> Added:
    """The added lines that were not lost elsewhere; those that were are taken out of `lost`."""
    new = []
    for line, text in added:
        if lost[text] > 0:
            lost[text] -= 1
        else:
            new.append((line, text))
    return new


def renamed(new: Mapping[str, Added], gone: Mapping[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of a new file and one that is gone, those with the most lines in common first; each file once."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for origin, lines in sorted(gone.items()):
        for text in filter(None, lines):
            holders[text].append(origin)
    pairs = []
    for name, added in new.items():
        common: Counter[str] = Counter()
        for text in {text for _, text in added}:
            if len(holders.get(text, ())) <= _MOST_HOLDERS:
                common.update(holders.get(text, ()))
        for origin, count in common.items():
            is_called_so = os.path.basename(origin) == os.path.basename(name)
            pairs.append((count, is_called_so, name, origin))
    taken: set[str] = set()
    for *_, name, origin in sorted(pairs, reverse=True):
        if not {name, origin} & taken:
            taken |= {name, origin}
            yield name, origin


def _of_portion(repository: git.Git, portion: Sequence[tuple[str, Texts]]) -> Iterator[tuple[str, Change]]:
    for (name, texts), (added, removed) in zip(portion, _diff(repository, [texts for _, texts in portion])):
        yield name, Change(texts, added, removed)


def _diff(repository: git.Git, pairs: Sequence[Texts]) -> list[tuple[Added, list[str]]]:
    """For each pair of texts what git finds added and removed; lines are given normalized."""
    answer: list[tuple[Added, list[str]]] = [([], []) for _ in pairs]
    different = [number for number, (before, now) in enumerate(pairs) if before != now]
    if not different:
        return answer
    with tempfile.TemporaryDirectory(prefix="lstm-lint-") as folder:
        for side in (0, 1):
            os.mkdir(os.path.join(folder, str(side)))
            for number in different:
                with open(os.path.join(folder, str(side), str(number)), "wb") as file:
                    file.write(pairs[number][side].encode("utf-8", "surrogatepass"))
        done = repository.alone(folder, "diff", *_HOW, "--", "0", "1")
    if done.returncode not in (0, 1):
        raise git.GitError(f"git cannot compare the files: {git.said(done)}")
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
                if line.startswith(b"\\"):  # no newline at the end of the removed lines
                    line = next(lines)
                added.append((start + offset, _text(line)))
    return answer


def _text(line: bytes) -> str:
    return normalized(line[1:].decode("utf-8", "surrogatepass"))
