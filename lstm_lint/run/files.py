"""Which files to read, and which of them can hold a recurrent Keras model at all."""

# A run that finds nothing relevant pays for this module in full: no imports beyond what Python has loaded.
from __future__ import annotations

import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from io import FileIO
    from pathlib import Path

    from lstm_lint.run.ignore import Patterns

KERAS_WORD = b"keras"
# Every recurrent class of Keras (LSTM, ConvLSTM2D, CuDNNGRU, SimpleRNN, StackedRNNCells) holds one of these.
RECURRENT_WORDS = (b"LSTM", b"GRU", b"RNN")

DOCUMENTS = (".qmd", ".rmd", ".md")  # of these, those that are run
SUFFIXES = (".py", ".ipynb", *DOCUMENTS)
_HEADER = 4096  # bytes in which Jupytext says what a file is paired with
_ALSO_PYTHON = (".pyw", ".pyi")  # read where they are named outright
_ORDINARY = 64 << 10  # bytes
LARGEST_SCRIPT = (
    2 << 20
)  # real ones stay below 200 kB; a tree takes a hundred times the size of a script in memory
# Outputs are passed over at the speed of `json.loads`. Reading takes 2 to 6 times the size in memory, which only Linux
# limits.
LARGEST_NOTEBOOK = (512 if sys.platform == "linux" else 128) << 20
LARGEST_HELD = 32 << 20  # of one file, and of all files that wait
DEFAULT_EXCLUDE = (
    *(".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", "site-packages"),
    *(".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".lstm_lint_cache"),
    *(".ipynb_checkpoints", "build", "dist", ".eggs", "*.egg-info"),
)
# A virtual environment by any name.
_ENVIRONMENT = "pyvenv.cfg"
_GITIGNORE = ".gitignore"
_CONFIGURATIONS = frozenset(("lstm-lint.toml", "pyproject.toml"))
_GITIGNORE_LIMIT = 1 << 20
# Seconds of processor time that finding files may take, and those that each entry of a folder adds: it takes 5 us with
# the patterns of a usual repository. What takes longer are patterns by the hundred thousand.
PATIENCE = 10.0
_EACH_ENTRY = 0.001
_ENTRIES_AT_ONCE = 256
_FOLDERS_LOOKED_INTO = 50
_LONGEST_IMPORT = 1000  # bytes of a line
_MOST_IMPORTS = 100  # names that are looked for
_LARGEST_SEARCHED = 4 << 30  # a file of holes is as large as it likes
_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


class FilesError(Exception):
    """A path that cannot be linted; the message is one line."""


class NoScript(OSError):
    """A file that is named outright and can be neither a script nor a notebook."""


class TooLarge(Exception):
    """A file beyond the size that is read; the message says so."""


def opened(path: str) -> tuple[int, int]:
    """A descriptor of a file, to be read, and its size. Raises OSError, at once for a pipe or a device."""
    descriptor = os.open(path, _READING)
    about = os.fstat(descriptor)
    kind = stat.S_IFMT(about.st_mode)
    if kind != stat.S_IFREG:
        os.close(descriptor)
        raise OSError(0, f"it is {_KINDS.get(kind, 'no file')}")
    return descriptor, about.st_size


# Opening a named pipe waits for who writes into it, unless told not to; a terminal could become that of this process.
_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_NOCTTY"))


def whole(path: str, largest: int) -> bytes:
    """The bytes of a file that the program itself needs. Raises OSError and TooLarge."""
    data = beginning(path, largest + 1)
    if len(data) > largest:
        raise TooLarge(f"it holds more than {largest >> 20} MB")
    return data


def beginning(path: str, most: int) -> bytes:
    """The first bytes of a file. Raises OSError."""
    descriptor, size = opened(path)
    with os.fdopen(descriptor, "rb", 0) as file:
        return _read_up_to(most - 1, file, size)


def kind_of(path: str) -> str:
    """In words what is at a path that is no file: `a named pipe`. Empty for a file, and where there is nothing."""
    try:
        return _KINDS.get(stat.S_IFMT(os.stat(path).st_mode), "")
    except OSError:
        return ""


def content(path: str) -> bytes:
    """The bytes of a file; none of one that is too large to read and irrelevant. Raises OSError and TooLarge."""
    data = _content(path, LARGEST_NOTEBOOK)
    assert data is not None
    return data


def held(path: str) -> bytes | None:
    """The same, but None for a relevant file that is too large to be held by more than the process that reads it."""
    return _content(path, LARGEST_HELD)


def _content(path: str, most: int) -> bytes | None:
    descriptor, size = opened(path)
    more = b""
    try:
        # The object that `open` makes would take seven times as long. Less than what is asked for is all there is.
        asked = min(size, _ORDINARY) + 1
        data = os.read(descriptor, asked)
        more = os.read(descriptor, _ORDINARY) if len(data) == asked else b""
    finally:
        if not more:
            os.close(descriptor)
    if not more:
        return data
    largest = LARGEST_NOTEBOOK if path.lower().endswith(".ipynb") else LARGEST_SCRIPT
    with os.fdopen(descriptor, "rb", 0) as file:
        file.seek(0)
        expected = size <= min(most, largest)
        data = _read_up_to(largest if expected else _ORDINARY, file, size)
        if expected and len(data) <= largest:
            return data
        if not _relevant_parts(data, file):
            return b""
    if not expected and size <= largest:
        return None
    raise TooLarge(f"it holds more than {largest >> 20} MB")


def _read_up_to(largest: int, file: FileIO, size: int) -> bytes:
    """What follows in a file, up to one byte beyond the largest; the size is what is expected."""
    data = file.read(min(size, largest) + 1)  # in one piece: joining pieces takes their memory twice
    while len(data) <= largest and (more := file.read(largest + 1 - len(data))):
        data += more
    return data


def _relevant_parts(data: bytes, file: FileIO) -> bool:
    """`relevant` of a file piece by piece."""
    words = {KERAS_WORD, *RECURRENT_WORDS}
    found: set[bytes] = set()
    size = 0
    while data and size < _LARGEST_SEARCHED:
        found |= {word for word in words - found if word in data}
        if KERAS_WORD in found and len(found) > 1:
            return True
        size += len(data)
        data = data[-16:] + piece if (piece := file.read(1 << 20)) else b""
    return False


def relevant(data: bytes) -> bool:
    """Whether a file holds a word of Keras and one of a recurrent layer; no other file can have findings."""
    return KERAS_WORD in data and any(word in data for word in RECURRENT_WORDS)


def holds_nothing(data: bytes) -> bool:
    """Whether a file can have no findings whatever lies around it: what it may import does not matter either."""
    return not relevant(data) and not _trains(data)


def _trains(data: bytes) -> bool:
    return b".fit(" in data or b".compile(" in data


def pair_of(path: str, data: bytes) -> str | None:
    """The notebook that a text is paired with, by Jupytext's header, if it lies beside it."""
    head = data[:_HEADER]
    if path.lower().endswith(".ipynb") or b"jupytext" not in head:
        return None
    notebook = os.path.splitext(path)[0] + ".ipynb"
    formats = [line for line in head.split(b"\n") if line.lstrip(b"# ").startswith(b"formats:")]
    return notebook if any(b"ipynb" in line for line in formats) and os.path.isfile(notebook) else None


def trains_imported(path: str, data: bytes) -> bool:
    """Whether a file trains something and imports a module near it that is relevant: its model may come from there."""
    if not _trains(data):
        return False
    here = os.path.dirname(path)
    folders = [here, os.path.join(here, os.pardir), os.path.join(here, os.pardir, os.pardir)]
    seen: set[str] = set()
    for line in data.split(b"\n"):
        if not line.startswith((b"from ", b"import ")) or len(line) > _LONGEST_IMPORT:
            continue
        words = line.replace(b",", b" ").decode("utf-8", "replace").split()
        module = words[1].lstrip(".") if len(words) > 1 else ""
        imported = words[3:] if words[0] == "from" else ()
        names = [module, *(f"{module}.{name}".lstrip(".") for name in imported if name.isidentifier())]
        seen.update(name for name in names if name)
    for name in sorted(seen)[:_MOST_IMPORTS]:
        for folder in folders:
            module_path = os.path.join(folder, *name.split(".")) + ".py"
            if os.path.isfile(module_path):
                try:
                    if relevant(content(module_path)):
                        return True
                except (OSError, TooLarge):
                    pass
                break
    return False


def find(
    paths: Sequence[str],
    *,
    exclude: Sequence[str] = DEFAULT_EXCLUDE,
    extend_exclude: Sequence[str] = (),
    excluded: Callable[[str, Collection[str] | None], Excluded] | None = None,
    force_exclude: bool = False,
    respect_gitignore: bool = True,
    skip_environments: bool = True,
    root: Path | None = None,
    on_error: Callable[[str, OSError], None] | None = None,
    on_left_out: Callable[[str], None] | None = None,
) -> Iterator[str]:
    """Python files and notebooks under the paths, sorted, each once, named as the paths are.

    A file given by name is always among them, unless `force_exclude` applies the patterns to it, or it can be no
    script: that goes to `on_error` as a NoScript, and with `force_exclude` nowhere. Patterns are those of .gitignore,
    relative to `root` (default: the working directory). Instead of them `excluded` may say for a folder, of whose
    content the names may be known, what is left out in it; it is asked for every folder that may set that anew.
    `skip_environments`: a folder that says of itself that it is a virtual environment is passed over. What cannot be
    read goes to `on_error`, folders with Python that are left out and bear a name of the built-in list to
    `on_left_out`. Raises FilesError for a missing path, before anything is found.
    """
    shown = sorted({_shown(path) for path in paths}, key=_parts)
    for path in shown:
        if not os.path.exists(path):
            raise FilesError(f"no such file or directory: {path!r}")
        kind = kind_of(path)
        if kind and not os.path.isdir(path):
            raise FilesError(
                f"{path!r} is {kind}, which is not linted; name a file, or `-` for standard input"
            )
    usual = Excluded(((*exclude, *extend_exclude), os.path.abspath(root or os.curdir)))
    choose = excluded or (lambda folder, names: usual)
    return _found(shown, choose, force_exclude, respect_gitignore, skip_environments, on_error, on_left_out)


def _found(
    paths: Sequence[str],
    choose: Callable[[str, Collection[str] | None], Excluded],
    force_exclude: bool,
    respect_gitignore: bool,
    skip_environments: bool,
    on_error: Callable[[str, OSError], None] | None,
    on_left_out: Callable[[str], None] | None,
) -> Iterator[str]:
    seen: set[str] = set()
    for path in paths:
        is_directory = os.path.isdir(path)
        absolute = os.path.abspath(path)
        choose(absolute if is_directory else os.path.dirname(absolute), None)
        if force_exclude and _is_excluded(absolute, is_directory, choose):
            continue
        if not is_directory and not _may_be_python(path):
            if not force_exclude and on_error is not None:
                on_error(path, NoScript(0, "not a script or notebook"))
            continue
        walked = (
            _walk(path, choose, respect_gitignore, skip_environments, on_error, on_left_out)
            if is_directory
            else (path,)
        )
        if len(paths) == 1:
            yield from walked
            continue
        for file in walked:
            absolute = os.path.abspath(file)
            if absolute not in seen:
                seen.add(absolute)
                yield file


def _may_be_python(path: str) -> bool:
    """Whether a file that is named outright can be a script: by its suffix, or it has none."""
    suffix = os.path.splitext(path)[1].lower()
    return not suffix or suffix in SUFFIXES or suffix in _ALSO_PYTHON


def _is_excluded(
    path: str, is_directory: bool, choose: Callable[[str, Collection[str] | None], Excluded]
) -> bool:
    """Whether a path given by name is excluded, itself or by a folder it is in, as a walk from above would have it.

    Above is where the patterns of the working directory count from, else those of the path.
    """
    above = ""
    for folder in (os.path.abspath(os.curdir), os.path.dirname(path)):
        root = choose(folder, None).root
        if not above and path.startswith(os.path.join(root, "")):
            above = root
    folder, name = os.path.split(path)
    while name and path != above:
        if choose(folder, None).named_outright(name, _slashes(path), is_directory):
            return True
        path, is_directory = folder, True
        folder, name = os.path.split(path)
    return False


def _walk(
    top: str,
    choose: Callable[[str, Collection[str] | None], Excluded],
    respect_gitignore: bool,
    skip_environments: bool,
    on_error: Callable[[str, OSError], None] | None,
    on_left_out: Callable[[str], None] | None,
) -> Iterator[str]:
    """Depth first, without recursion: how deep a tree goes is not ours to choose."""
    absolute = os.path.abspath(top)
    ignored = _above(absolute) if respect_gitignore else ()
    # (path, absolute path, rules in force, what is left out); files have no rules
    stack: list[tuple[str, str, tuple[Patterns, ...] | None, Excluded]] = [
        (top, _slashes(absolute), ignored, choose(absolute, None))
    ]
    effort = _Effort(top)
    while stack:
        path, absolute, rules, excluded = stack.pop()
        if rules is None:
            yield path
            continue
        effort.begin()
        try:
            with os.scandir(path) as scan:
                entries = list(scan)
        except OSError as error:
            if on_error is not None:
                on_error(path, error)
            continue
        names = {entry.name for entry in entries}
        if skip_environments and _ENVIRONMENT in names and path != top:
            continue
        if respect_gitignore and _GITIGNORE in names:
            rules = (*_read(os.path.join(path, _GITIGNORE), absolute), *rules)
        if not _CONFIGURATIONS.isdisjoint(names):
            excluded = choose(os.path.abspath(path), names)
        entries.sort(key=_name, reverse=True)
        for number, entry in enumerate(entries):
            if number % _ENTRIES_AT_ONCE == 0:
                effort.goes_on(min(_ENTRIES_AT_ONCE, len(entries) - number))
            name = entry.name
            try:
                is_directory = entry.is_dir(follow_symlinks=False)
                if not is_directory and not (name.lower().endswith(SUFFIXES) and entry.is_file()):
                    continue
            except OSError as error:
                if on_error is not None:
                    on_error(entry.path, error)
                continue
            outer = f"{absolute}/{name}"
            if excluded(name, outer, is_directory) or (rules and _is_ignored(outer, is_directory, rules)):
                if is_directory and on_left_out is not None and _is_usual(name) and _holds_python(outer):
                    on_left_out(name if path == os.curdir else entry.path)
                continue
            shown = name if path == os.curdir else entry.path
            stack.append((shown, outer, rules if is_directory else None, excluded))


def _is_usual(name: str) -> bool:
    """Whether the built-in list names a folder that a repository can hold: git takes none called `.git`."""
    return name != ".git" and (name in DEFAULT_EXCLUDE or name.endswith(".egg-info"))


def _holds_python(folder: str) -> bool:
    """Whether there is a script or notebook somewhere below; yes where that takes more than a look at a few folders."""
    waiting = [folder]
    for count, path in enumerate(waiting):
        if count == _FOLDERS_LOOKED_INTO:
            return True
        try:
            with os.scandir(path) as scan:
                for entry in scan:
                    if entry.name.lower().endswith(SUFFIXES):
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError:
            continue
    return False


class _Effort:
    """What finding files took so far, in processor time, and what the entries that were seen allow."""

    def __init__(self, top: str) -> None:
        from time import process_time

        self._now = process_time
        self._top = top
        self._allowed = PATIENCE
        self._spent = self._since = 0.0

    def begin(self) -> None:
        """A directory is looked into: what was done since the last one is not counted."""
        self._since = self._now()

    def goes_on(self, entries: int) -> None:
        """So many entries more. Raises FilesError where those before took too long."""
        now = self._now()
        self._spent += now - self._since
        self._since = now
        if self._spent > self._allowed:
            what = f"finding files under {self._top!r} takes more than {self._spent:.0f} seconds of processor time"
            hint = "shorten the patterns in .gitignore and `exclude`, or set `respect-gitignore = false`"
            raise FilesError(f"{what}; {hint}")
        self._allowed += entries * _EACH_ENTRY


class Excluded:
    """What is left out: lists of patterns as .gitignore has them, each relative to a folder.

    Plain names and `*.suffix` need no pattern language. `root` is the folder of the first list.
    """

    def __init__(self, *lists: tuple[Sequence[str], str]) -> None:
        self.root = lists[0][1]
        self._lists = [_List(patterns, root) for patterns, root in lists if patterns]
        self._plain = frozenset(name for one in self._lists for name in one.plain)
        self._suffixes = tuple({suffix for one in self._lists for suffix in one.suffixes})
        self._others = [one for one in self._lists if one.rules is not None]

    def __call__(self, name: str, absolute: str, is_directory: bool) -> bool:
        """Whether a path, absolute and with slashes, is left out."""
        if name in self._plain or (self._suffixes and name.endswith(self._suffixes)):
            return True
        return bool(self._others) and any(one.names(absolute, is_directory) for one in self._others)

    def named_outright(self, name: str, absolute: str, is_directory: bool) -> bool:
        """The same by the patterns alone that do not count from below that path."""
        lists = [one for one in self._lists if one.relative(absolute).rpartition("/")[2] not in ("..", ".")]
        return any(
            name in one.plain or name.endswith(one.suffixes) or one.names(absolute, is_directory)
            for one in lists
        )


class _List:
    def __init__(self, patterns: Sequence[str], root: str) -> None:
        self._root = root
        self._start = f"{_slashes(root)}/"
        self.plain = frozenset(pattern for pattern in patterns if not set(pattern) & set("*?[]!/\\# "))
        self.suffixes = tuple(pattern[1:] for pattern in patterns if pattern == "*.egg-info")
        others = [
            pattern for pattern in patterns if pattern not in self.plain and pattern[1:] not in self.suffixes
        ]
        self.rules = _patterns("", others) if others else None

    def names(self, absolute: str, is_directory: bool) -> bool:
        return self.rules is not None and bool(self.rules.verdict(self.relative(absolute), is_directory))

    def relative(self, absolute: str) -> str:
        """The path from the root of the patterns, with slashes."""
        if absolute.startswith(self._start):
            return absolute[len(self._start) :]
        try:
            return os.path.relpath(absolute, self._root).replace(os.sep, "/")
        except ValueError:  # another drive
            return absolute


def _is_ignored(path: str, is_directory: bool, rules: tuple[Patterns, ...]) -> bool:
    for ignored in rules:
        verdict = ignored.verdict(path, is_directory)
        if verdict is not None:
            return verdict
    return False


def _above(directory: str) -> tuple[Patterns, ...]:
    """The rules of the directories above, up to the root of the repository; none outside of one.

    Rules that ignore the directory itself are left out: who names it wants it read.
    """
    chain = [directory]
    while not os.path.exists(os.path.join(chain[-1], ".git")):
        parent = os.path.dirname(chain[-1])
        if parent == chain[-1]:
            return ()
        chain.append(parent)
    rules: list[Patterns] = []
    for parent in chain[1:]:
        rules += _read(os.path.join(parent, _GITIGNORE), _slashes(parent))
    rules += _read(os.path.join(chain[-1], ".git", "info", "exclude"), _slashes(chain[-1]))
    within = [_slashes(path) for path in chain[:-1]]
    return tuple(
        rule
        for rule in rules
        if not any(path.startswith(rule.base + "/") and rule.verdict(path, True) for path in within)
    )


def _read(path: str, base: str) -> tuple[Patterns, ...]:
    if not os.path.isfile(path) or os.path.islink(path):
        return ()
    try:
        data = whole(path, _GITIGNORE_LIMIT)
    except OSError:
        return ()
    except TooLarge as error:
        raise FilesError(f"{path!r}: {error}; set `respect-gitignore = false` to do without") from None
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    return (_patterns(base, lines),) if lines else ()


def _patterns(base: str, lines: Sequence[str]) -> Patterns:
    from lstm_lint.run.ignore import Patterns
    from lstm_lint.run.limits import Unfinished, within

    try:
        patterns: Patterns = within(Patterns, base, lines)
        return patterns
    except Unfinished as unfinished:
        where = f"the .gitignore in {base!r}" if base else "`exclude`"
        raise FilesError(f"{where} is not read: {unfinished}; shorten it") from None


def _shown(path: str) -> str:
    """The path without what says nothing. `link/..` is not what it looks like, so `..` stays."""
    if ".." in path.replace(os.sep, "/").split("/"):
        return path
    return os.path.normpath(path) if path else path


def _slashes(path: str) -> str:
    return path.replace(os.sep, "/").rstrip("/")


def _parts(path: str) -> list[str]:
    return path.replace(os.sep, "/").split("/")


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
