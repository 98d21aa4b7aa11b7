"""Where the cache lies, and its files: one folder of the user's own, in which no repository that is linted can write.

What a repository carries is whatever its author likes, links included. So no part of the way to the folder may lie in
the linted tree, and the folder must be ours: made by lstm-lint, owned by this user, writable for nobody else. It is
opened once and its files are reached from there, so that no later link leads elsewhere. No link among them is followed.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

VARIABLE = "LSTM_LINT_CACHE_DIR"
TAG = "CACHEDIR.TAG"
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of lstm-lint; it may be deleted.\n"
_NAME_LENGTH = 40
_UNFINISHED = ".new-"  # and 16 hexadecimal digits
_MOST_LINKS = 40
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READS = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_WRITES = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
_IS_OPENED = (
    os.open in os.supports_dir_fd and os.scandir in os.supports_fd
)  # elsewhere by its path, as on Windows


class Unusable(Exception):
    """A folder that is no place for a cache; the message says why, and is one line."""


def location(option: str | None) -> str | None:
    """The folder that the caller names, by the option or in the environment, else the user's own."""
    named = option or os.environ.get(VARIABLE)
    return os.path.abspath(os.path.expanduser(named)) if named else _usual()


def checked(option: str | None, linted: Sequence[str], flag: str = "--cache-dir") -> None:
    """Sees that a folder that the caller names is a place for a cache. Raises ConfigError.

    A folder of the user's own that is none is passed over; that one was not asked for.
    """
    path = location(option)
    assert path is not None
    try:
        Folder.open(path, linted, make=False).close()
    except OSError:  # it is not there yet, or the system says no: then there is no cache
        pass
    except Unusable as error:
        from lstm_lint.settings.config import ConfigError

        how = flag if option else f"${VARIABLE}:"
        raise ConfigError(f"{how} {path}: {error}; name an empty folder or a new one elsewhere") from error


def _usual() -> str | None:
    """The user's own folder for caches, by the custom of the platform; None where there is none."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):
        return os.path.join(base, "lstm-lint")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
        return os.path.join(base, "lstm-lint", "Cache") if os.path.isabs(base) else None
    home = os.path.expanduser("~")
    if not os.path.isabs(home) or not os.path.isdir(home):
        return None
    within = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
    return os.path.join(home, *within, "lstm-lint")


class Folder:
    """The folder, opened. Everything but `open` raises OSError where the system says no."""

    def __init__(self, path: str, descriptor: int | None) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def open(cls, path: str, linted: Sequence[str], *, make: bool = True) -> Folder:
        """Opens the folder, and makes it where there is none. Raises Unusable, and OSError from the system.

        `linted` are the files and folders that are linted.
        """
        physical = _physical(path, linted)
        if make and not os.path.lexists(physical):
            if "SUDO_UID" in os.environ and _owner(_nearest(physical)) != 0:
                raise Unusable("a run under sudo makes no folder in the home of another user")
            os.makedirs(physical, 0o700, exist_ok=True)
        descriptor = os.open(physical, _READS | os.O_DIRECTORY) if _IS_OPENED else None
        folder = cls(physical, descriptor)
        try:
            folder._must_be_ours(make)
        except BaseException:
            folder.close()
            raise
        return folder

    def read(self, name: str, most: int, *, touch_before: float = 0.0) -> bytes | None:
        """A file of the folder, None where it is none or holds more than `most` bytes.

        Its time becomes that of today where it is older than `touch_before`.
        """
        descriptor = os.open(self._at(name), _READS, dir_fd=self._descriptor)
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or about.st_size > most:
                return None
            if about.st_mtime < touch_before and os.utime in os.supports_fd:
                with contextlib.suppress(OSError):
                    os.utime(descriptor)
            data = os.read(descriptor, most + 1)
            return data if len(data) == about.st_size else None
        finally:
            os.close(descriptor)

    def write(self, name: str, data: bytes) -> None:
        """In one step, by way of a name that nobody knows. Not synced: a lost entry costs one reading."""
        new = _UNFINISHED + os.urandom(8).hex()
        descriptor = os.open(self._at(new), _WRITES, 0o600, dir_fd=self._descriptor)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            at = self._descriptor
            os.replace(self._at(new), self._at(name), src_dir_fd=at, dst_dir_fd=at)
        except OSError:
            with contextlib.suppress(OSError):
                self._unlink(new)
            raise

    def prune(self, most_files: int, most_bytes: int, stale: float) -> None:
        """Lets the oldest entries go where there are too many, and what was left half written before `stale`."""
        found = []
        for name, about in self._files():
            if name.startswith(_UNFINISHED):
                if about.st_mtime < stale:
                    self._remove(name)
            elif name != TAG:
                found.append((about.st_mtime, about.st_size, name))
        if len(found) <= most_files and sum(size for _, size, _ in found) <= most_bytes:
            return
        found.sort(reverse=True)
        count = size = 0
        for _, bytes_of, name in found:
            count, size = count + 1, size + bytes_of
            if count > most_files * 3 // 4 or size > most_bytes * 3 // 4:
                self._remove(name)

    def clear(self) -> None:
        """Removes what lstm-lint wrote, and the folder itself where nothing else is left in it."""
        for name, _ in self._files():
            if name != TAG:
                self._unlink(name)
        if set(self._names()) <= {TAG}:
            self._remove(TAG)
            self.close()
            os.rmdir(self.path)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _at(self, name: str) -> str:
        return name if self._descriptor is not None else os.path.join(self.path, name)

    def _unlink(self, name: str) -> None:
        os.unlink(self._at(name), dir_fd=self._descriptor)

    def _remove(self, name: str) -> None:
        with contextlib.suppress(OSError):
            self._unlink(name)

    def _names(self) -> list[str]:
        return os.listdir(self.path if self._descriptor is None else self._descriptor)

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        """The plain files that lstm-lint wrote, by their names."""
        with os.scandir(self.path if self._descriptor is None else self._descriptor) as entries:
            for entry in list(entries):
                if _is_own(entry.name) and entry.is_file(follow_symlinks=False):
                    with contextlib.suppress(FileNotFoundError):
                        yield entry.name, entry.stat(follow_symlinks=False)

    def _must_be_ours(self, make: bool) -> None:
        about = os.lstat(self.path) if self._descriptor is None else os.fstat(self._descriptor)
        if not stat.S_ISDIR(about.st_mode):
            raise Unusable("it is no folder")
        if hasattr(os, "geteuid"):
            if about.st_uid != os.geteuid():
                raise Unusable("it belongs to another user")
            if about.st_mode & 0o022:
                raise Unusable("other users may write in it")
        try:
            tag = self.read(TAG, len(_TAG_TEXT))
        except FileNotFoundError:
            if any(not name.startswith(_UNFINISHED) for name in self._names()):
                raise Unusable("it holds something else") from None
            if make:
                self.write(TAG, _TAG_TEXT)
            return
        except OSError:  # a link
            tag = None
        if tag != _TAG_TEXT:
            raise Unusable("it holds something else")


def _is_own(name: str) -> bool:
    if name == TAG:
        return True
    digits = name.removeprefix(_UNFINISHED)
    length = 16 if name.startswith(_UNFINISHED) else _NAME_LENGTH
    return len(digits) == length and not digits.strip("0123456789abcdef")


def _physical(path: str, linted: Sequence[str]) -> str:
    """The path without links. Raises Unusable where some part of it belongs to what is linted.

    That is a folder which is linted, or a repository (`.git`) with something in it that is linted.
    """
    way = list(_way(path))
    folders = [os.path.realpath(one) for one in linted if os.path.isdir(one)]
    inside = _identities(way)
    outside = _identities(folder for folder in way if os.path.lexists(os.path.join(folder, ".git")))
    if inside & _identities(folders) or (outside and outside & _identities(_ancestors(linted))):
        raise Unusable("it lies in what is linted, whose author could write answers into it")
    return way[-1]


def _way(path: str) -> Iterator[str]:
    """Every folder, file and link that the system passes on its way to a path, each where it truly lies."""
    drive, rest = os.path.splitdrive(path)
    here = drive + os.sep
    yield here
    waiting = [part for part in reversed(rest.split(os.sep)) if part]
    links = 0
    while waiting:
        name = waiting.pop()
        if name in (os.curdir, os.pardir):
            here = here if name == os.curdir else os.path.dirname(here)
            continue
        here = os.path.join(here, name)
        yield here
        try:
            target = os.readlink(here).removeprefix("\\\\?\\")
        except OSError:  # no link, or nothing yet
            continue
        links += 1
        if links > _MOST_LINKS:
            raise Unusable("its links go in circles")
        drive, rest = os.path.splitdrive(target)
        here = (
            (drive or os.path.splitdrive(here)[0]) + os.sep
            if os.path.isabs(target)
            else os.path.dirname(here)
        )
        waiting += [part for part in reversed(rest.split(os.sep)) if part]
    yield here


def _ancestors(paths: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for path in paths:
        here = os.path.realpath(path)
        while here not in seen:
            seen.add(here)
            yield here
            here = os.path.dirname(here)


def _identities(paths: Collection[str] | Iterator[str]) -> set[tuple[int, int]]:
    """What the system knows folders by, for a folder may have several names: in another case, by a mount."""
    found = set()
    for path in paths:
        with contextlib.suppress(OSError):
            about = os.lstat(path)
            found.add((about.st_dev, about.st_ino))
    return found


def _nearest(path: str) -> str:
    """The path, or the nearest folder above it that exists."""
    while not os.path.lexists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


def _owner(path: str) -> int:
    return os.lstat(path).st_uid
