"""git as a reader of objects: what it does is never up to the repository.

A repository can name programs in its configuration, its attributes and its hooks, and git runs them when it compares,
lists, checks out or fetches. So little is asked of git in the repository itself - which commits a revision and HEAD
are, and what a sparse checkout leaves out - with all that could start a program turned off. The rest it reads in an
empty repository of our own that borrows the objects of the other: there is no configuration, attribute, index, hook,
replaced or promised object in it. And what it hands out is compared with the name that was asked for, a digest of it.
"""

from __future__ import annotations

import hashlib
import os
import select
import stat
import subprocess
import tempfile
import weakref
from contextlib import suppress

from lstm_lint.source import repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Tree = dict[bytes, tuple[str, str]]

_SECONDS = 300.0  # for one answer; a pipe in place of a file of the repository would never give one
_NO_ANSWER = f"git does not answer within {_SECONDS:.0f} seconds"
_LARGEST_TREE = 64 << 20  # bytes
_LONGEST_PATH = 4096
_DIGESTS = {
    40: ("sha1", "0"),
    64: ("sha256", "1"),
}  # by the length of a name; the version of the repository format

# What git must not do in a repository of others, whatever is configured there. `protocol.allow`: it fetches nothing.
_HARMLESS = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.alternateRefsCommand": "",
    "core.sshCommand": "false",
    "core.gitProxy": "",
    "core.askPass": "",
    "credential.helper": "",
    "protocol.allow": "never",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
}
_QUIET = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
}
# Where the caller configures git by the environment, as with `safe.directory` in a container, that holds.
_OF_THE_CALLER = ("GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_", "GIT_CONFIG_PARAMETERS")
_FILES_OF_THE_CALLER = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")


class GitError(Exception):
    """What git cannot do or say, in one line."""


class Missing(GitError):
    """An object that the repository does not hold."""


class Git:
    """git with an empty repository of our own, in a temporary folder. Raises GitError where there is no git."""

    def __init__(self) -> None:
        self._program = _program()
        self._folder = tempfile.TemporaryDirectory(prefix="lstm-lint-")
        self.folder = self._folder.name
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._quiet = {**own, **_QUIET, "GIT_GRAFT_FILE": os.path.join(self.folder, "none")}
        nothing = os.path.join(self.folder, "nothing")
        with open(nothing, "wb"):
            pass
        self._alone = {
            **self._quiet,
            **dict.fromkeys(("HOME", "XDG_CONFIG_HOME"), self.folder),
            **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), nothing),
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def there(self, top: str, named: str | None, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Runs git in the repository of a working tree, or in the one that the environment has `named`."""
        callers = {
            name: value
            for name, value in os.environ.items()
            if name.startswith(_OF_THE_CALLER) or name in _FILES_OF_THE_CALLER
        }
        where = {"GIT_CEILING_DIRECTORIES": os.path.dirname(top)} if named is None else {"GIT_DIR": named}
        options = [word for key, value in _HARMLESS.items() for word in ("-c", f"{key}={value}")]
        return self.run([*options, *arguments], top, {**self._quiet, **callers, **where})

    def alone(self, folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Runs git in a folder without any repository or configuration."""
        return self.run(arguments, folder, {**self._alone, "GIT_CEILING_DIRECTORIES": folder})

    def borrow(self, objects: str, name: str, shallow: bytes = b"") -> Objects:
        """A repository of our own with the objects of another; `name` is one of them, `shallow` where history ends."""
        repository = tempfile.mkdtemp(dir=self.folder)
        _, version = _DIGESTS[len(name)]
        config = f"[core]\n\trepositoryformatversion = {version}\n\tbare = true\n"
        if version == "1":
            config += "[extensions]\n\tobjectFormat = sha256\n"
        os.mkdir(os.path.join(repository, "refs"))
        os.mkdir(os.path.join(repository, "objects"))
        content = {"HEAD": b"ref: refs/heads/none\n", "config": config.encode(), "shallow": shallow}
        for file_name, data in content.items():
            if data:
                with open(os.path.join(repository, file_name), "wb") as file:
                    file.write(data)
        environment = {**self._alone, "GIT_DIR": repository, "GIT_OBJECT_DIRECTORY": objects}
        return Objects(self, repository, environment)

    def run(
        self, arguments: Sequence[str], folder: str, environment: dict[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        process = self.start(arguments, folder, environment, errors=subprocess.PIPE)
        try:
            out, errors = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise GitError(_NO_ANSWER) from error
        finally:
            if process.poll() is None:
                _ended(process)
        return subprocess.CompletedProcess([], process.returncode, out, errors)

    def start(
        self,
        arguments: Sequence[str],
        folder: str,
        environment: dict[str, str],
        errors: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                [self._program, *arguments],
                bufsize=0,
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        except (OSError, ValueError) as error:
            raise GitError(f"it cannot be run: {getattr(error, 'strerror', None) or error}") from error


class Objects:
    """The objects of a repository, by their names. Everything raises GitError, and Missing for what is not there."""

    def __init__(self, git: Git, folder: str, environment: dict[str, str]) -> None:
        self._git = git
        self._folder = folder
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = bool
        self._waiting = bytearray()
        self._trees: dict[str, Tree] = {}

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits; None where there is none."""
        done = self._git.run(["merge-base", one, other], self._folder, self._environment)
        if done.returncode not in (0, 1):
            raise GitError(said(done))
        names = done.stdout.split()
        return names[0].decode("ascii") if done.returncode == 0 and names else None

    def root(self, commit: str) -> str:
        """The tree of a commit."""
        data = self._read(commit, b"commit", _LARGEST_TREE) or b""
        return data.partition(b"\n")[0].removeprefix(b"tree ").decode("ascii", "replace")

    def committed(self, commit: str) -> int:
        """When a commit was made, in seconds since 1970."""
        data = (self._read(commit, b"commit", _LARGEST_TREE) or b"").partition(b"\n\n")[0]
        lines = [line for line in data.split(b"\n") if line.startswith(b"committer ")]
        words = lines[0].split() if lines else []
        if len(words) < 3 or not words[-2].isdigit():
            raise GitError(f"the commit {commit} has no date")
        return int(words[-2])

    def tree(self, name: str) -> Tree:
        """What a folder holds: the mode and the name of the object of each entry."""
        if name not in self._trees:
            data = self._read(name, b"tree", _LARGEST_TREE)
            if data is None:
                raise GitError(f"the tree {name} is too large")
            self._trees[name] = dict(_entries(data, len(name) // 2))
        return self._trees[name]

    def blob(self, name: str, most: int) -> bytes | None:
        """The content of a file; None where it holds more than `most` bytes."""
        return self._read(name, b"blob", most)

    def _read(self, name: str, kind: bytes, most: int) -> bytes | None:
        if self._process is None:
            self._start()
        process = self._process
        assert process is not None and process.stdin is not None
        with suppress(OSError):  # it has ended; the answer is empty then
            process.stdin.write(f"{name}\n".encode("ascii"))
        answer = bytes(self._until_newline()).split(b" ")
        if answer[-1] == b"missing":
            raise Missing(f"the object {name} is missing")
        if len(answer) != 3 or not answer[2].isdigit():
            self.close()
            raise GitError(f"git cannot read the object {name}")
        size = int(answer[2])
        if size > most:
            self.close()
            return None
        self._fill(size + 1)
        data = bytes(self._waiting[:size])
        del self._waiting[: size + 1]
        if answer[1] != kind or name_of(data, len(name), kind) != name:
            raise GitError(f"the object {name} is not what its name says")
        return data

    def _start(self) -> None:
        self._process = self._git.start(["cat-file", "--batch"], self._folder, self._environment)
        self._end = weakref.finalize(self, _ended, self._process)
        self._waiting.clear()

    def close(self) -> None:
        self._end()
        self._process = None

    def _until_newline(self) -> bytearray:
        while b"\n" not in self._waiting and self._fill(len(self._waiting) + 1):
            pass
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line

    def _fill(self, size: int) -> bool:
        """Waits for so many bytes; whether they came."""
        assert self._process is not None and self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while len(self._waiting) < size:
            if hasattr(select, "poll"):
                poll = select.poll()
                poll.register(descriptor, select.POLLIN)
                if not poll.poll(_SECONDS * 1000):
                    self.close()
                    raise GitError(_NO_ANSWER)
            piece = os.read(descriptor, 1 << 20)
            if not piece:
                return False
            self._waiting += piece
        return True


def around(folder: str) -> str | None:
    """The nearest folder going up that is the top of a working tree.

    A folder that is a repository itself, such as one that was committed with all its files, is none.
    """
    return repository.around(folder, _is_top)


def outermost(folder: str) -> str | None:
    """The outermost such folder: a repository inside of another one belongs to that one's author."""
    found = None
    top = around(folder)
    while top is not None:
        found = top
        above = os.path.dirname(top)
        top = around(above) if above != top else None
    return found


def objects_of(top: str) -> str | None:
    """Where the objects of the repository lie whose working tree this is, without running git in it."""
    folder = os.path.join(top, ".git")
    folder = _pointed(folder, top, b"gitdir: ") if os.path.isfile(folder) else folder
    if not folder:
        return None
    folder = _pointed(os.path.join(folder, "commondir"), folder, b"") or folder
    found = os.path.join(folder, "objects")
    return found if os.path.isdir(found) else None


def name_of(data: bytes, length: int, kind: bytes = b"blob") -> str:
    """What git calls an object of that content, in a repository whose names have that length."""
    algorithm, _ = _DIGESTS[length]
    digest = hashlib.new(algorithm, b"%s %d\0" % (kind, len(data)), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def name_of_file(path: str, length: int) -> str | None:
    """What git calls the content of a file; None where there is no file, or while it is being written."""
    descriptor = _opened(path)
    if descriptor is None:
        return None
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        expected = os.fstat(descriptor).st_size
        digest = hashlib.new(_DIGESTS[length][0], b"blob %d\0" % expected, usedforsecurity=False)
        size = 0
        with suppress(OSError):
            while piece := file.read(1 << 18):
                digest.update(piece)
                size += len(piece)
        return digest.hexdigest() if size == expected else None


def is_name(text: str) -> bool:
    """Whether a text is the whole name of an object."""
    return len(text) in _DIGESTS and not text.strip("0123456789abcdef")


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git gives as its reason, in one line."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit code {done.returncode}"


def small(path: str) -> bytes:
    """The content of a file; empty where it is none, a large one or cannot be read."""
    descriptor = _opened(path)
    if descriptor is None:
        return b""
    with os.fdopen(descriptor, "rb", buffering=0) as file, suppress(OSError):
        if os.fstat(descriptor).st_size <= _LARGEST_TREE:
            return file.read(_LARGEST_TREE)
    return b""


def _opened(path: str) -> int | None:
    """A descriptor of a file that is no pipe and no device, which could keep us waiting."""
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError):
        return None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return None


def _pointed(file: str, folder: str, start: bytes) -> str:
    """The folder that the one line of a file names; empty where it names none."""
    line = small(file).partition(b"\n")[0].rstrip(b"\r")
    if not line.startswith(start) or not len(start) < len(line) < _LONGEST_PATH:
        return ""
    return os.path.join(folder, os.fsdecode(line.removeprefix(start)))


def _is_top(folder: str) -> bool:
    inner = os.path.join(folder, ".git")
    return os.path.isfile(inner) or os.path.lexists(os.path.join(inner, "HEAD"))


def _entries(data: bytes, width: int) -> Iterator[tuple[bytes, tuple[str, str]]]:
    at = 0
    while at < len(data):
        try:
            space = data.index(b" ", at)
            end = data.index(b"\0", space)
        except ValueError as error:
            raise GitError("a tree that is none") from error
        name = data[space + 1 : end]
        if name not in (b"", b".", b"..") and b"/" not in name and name.lower() != b".git":
            yield name, (data[at:space].decode("ascii", "replace"), data[end + 1 : end + 1 + width].hex())
        at = end + 1 + width


def _program() -> str:
    """git, from a folder that PATH names in full: one relative to the current folder may be the repository's."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder.strip('"'), name)
        if os.path.isabs(path) and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    raise GitError("it is not found on PATH")


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()
