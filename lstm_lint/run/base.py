"""The files of a repository as they were at one commit, in its submodules as well."""

from __future__ import annotations

import os

from lstm_lint.run import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER, _LINK, _SUBMODULE = "40000", "120000", "160000"
_MOST_LINKS = 10
_LONGEST_LINK = 4096


class File:
    """A file of a commit: the name of its object, which is a digest of its content, and who can read that."""

    def __init__(self, name: str, objects: git.Objects) -> None:
        self.name = name
        self._objects = objects

    def holds(self, data: bytes) -> bool:
        """Whether this is its content, as it is or with the line ends that git checks out on Windows."""
        if git.name_of(data, len(self.name)) == self.name:
            return True
        return b"\r\n" in data and git.name_of(data.replace(b"\r\n", b"\n"), len(self.name)) == self.name

    def is_at(self, path: str) -> bool:
        """Whether it is what a file of the working tree holds."""
        return git.name_of_file(path, len(self.name)) == self.name or self.holds(git.small(path))

    def content(self, most: int) -> bytes:
        """Its content; empty where it is larger. Raises GitError."""
        return self._objects.blob(self.name, most) or b""


class _Folder:
    """A tree and the repository that holds it; a submodule has its own."""

    def __init__(self, tree: git.Tree, objects: git.Objects, path: str) -> None:
        self.tree = tree
        self.objects = objects
        self.path = path


class Base:
    """The tree of a commit, with paths from the top of the working tree and slashes. Raises GitError."""

    def __init__(self, repository: git.Git, objects: git.Objects, commit: str, top: str) -> None:
        self._git = repository
        self._top = top
        self._root = _Folder(objects.tree(objects.root(commit)), objects, "")
        self._submodules: dict[str, git.Objects | None] = {}
        self._spellings: dict[str, dict[str, bytes]] = {}

    def file(self, path: str) -> File | None:
        """The file of that path, also where links within the commit lead to it; None where there is none."""
        trail = [self._root]
        waiting = [os.fsencode(part) for part in reversed(path.split("/"))]
        links = 0
        while waiting:
            part = waiting.pop()
            if part in (b"", b"."):
                continue
            if part == b"..":
                if len(trail) == 1:
                    return None
                trail.pop()
                continue
            here = trail[-1]
            mode, name = here.tree.get(part) or here.tree.get(self._spelled(here, part)) or ("", "")
            if mode == _LINK:
                links += 1
                target = here.objects.blob(name, _LONGEST_LINK) if links <= _MOST_LINKS else None
                if not target or target.startswith(b"/"):
                    return None
                waiting += reversed(target.split(b"/"))
            elif mode in (_FOLDER, _SUBMODULE):
                inner = self._folder(here, part, mode, name)
                if inner is None:
                    return None
                trail.append(inner)
            else:
                return File(name, here.objects) if mode and not waiting else None
        return None

    def files(self, endings: tuple[str, ...]) -> Iterator[tuple[str, File]]:
        """Every file with such an ending, in no order; links are left out."""
        waiting = [self._root]
        while waiting:
            here = waiting.pop()
            for part, (mode, name) in here.tree.items():
                if mode in (_FOLDER, _SUBMODULE):
                    inner = self._folder(here, part, mode, name)
                    if inner is not None:
                        waiting.append(inner)
                elif mode != _LINK and (path := here.path + os.fsdecode(part)).lower().endswith(endings):
                    yield path, File(name, here.objects)

    def _folder(self, here: _Folder, part: bytes, mode: str, name: str) -> _Folder | None:
        path = f"{here.path}{os.fsdecode(part)}/"
        if mode == _FOLDER:
            return _Folder(here.objects.tree(name), here.objects, path)
        if path not in self._submodules:
            found = git.objects_of(os.path.join(self._top, path)) if git.is_name(name) else None
            self._submodules[path] = self._git.borrow(found, name) if found is not None else None
        objects = self._submodules[path]
        if objects is None:
            return None
        try:
            return _Folder(objects.tree(objects.root(name)), objects, path)
        except git.GitError:  # it is not fetched, or is another one by now: all that is there is new
            return None

    def _spelled(self, here: _Folder, part: bytes) -> bytes:
        """How the commit writes a name, where the file system takes both ways of writing it for the same file."""
        if here.path not in self._spellings:
            self._spellings[here.path] = {_folded(one): one for one in here.tree}
        other = self._spellings[here.path].get(_folded(part), part)
        if other == part:
            return part
        folder = os.path.join(self._top, here.path)
        try:
            same = os.path.samestat(
                os.lstat(folder + os.fsdecode(other)), os.lstat(folder + os.fsdecode(part))
            )
            listed = os.listdir(folder)
        except OSError:
            return part
        return other if same and not {os.fsdecode(other), os.fsdecode(part)} <= set(listed) else part


def _folded(part: bytes) -> str:
    text = os.fsdecode(part)
    if text.isascii():
        return text.lower()
    import unicodedata

    return unicodedata.normalize("NFC", text).casefold()
