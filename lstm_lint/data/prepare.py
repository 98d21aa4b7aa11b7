"""What DuckDB does not read by itself, written anew as plain UTF-8 into a private folder."""

from __future__ import annotations

import bz2
import codecs
import contextlib
import gzip
import io
import lzma
import os
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, Any

from lstm_lint.data.dialect import Dialect, NotLookedAt
from lstm_lint.data.layout import HEAD

LARGEST = 1 << 30  # bytes of what is written anew
_UNPACKERS: dict[str, Callable[[IO[bytes]], Any]] = {
    "gzip": lambda file: gzip.GzipFile(fileobj=file),
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}
_UTF_8 = ("utf-8", "utf-8-sig", "ascii")


def prepared(path: str, dialect: Dialect, folder: str) -> tuple[str, bytes, bool]:
    """A plain text that DuckDB reads, with its first bytes, and whether they are all. Raises NotLookedAt."""
    try:
        with opened(path, dialect) as file:
            head = file.read(HEAD)
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and dialect.encoding in _UTF_8:
                raise NotLookedAt("it is in UTF-16, which the call does not say")
            if b"\0" in head and not dialect.encoding.startswith(("utf-16", "utf-32")):
                raise NotLookedAt("it holds NUL bytes: it is no text")
            if not _is_to_be_written(dialect, head):
                return path, head, len(head) < HEAD
        with opened(path, dialect) as file:
            return _written(file, dialect, os.path.join(folder, "text"))
    except UnicodeError:
        raise NotLookedAt(f"it is not in the encoding that the call reads: {dialect.encoding}") from None
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile):
        raise NotLookedAt("it cannot be unpacked") from None
    except OSError as error:
        if dialect.compression and error.errno is None:  # as bz2 has it
            raise NotLookedAt("it cannot be unpacked") from None
        raise NotLookedAt(f"it cannot be read: {error.strerror or error}") from None


def _is_to_be_written(dialect: Dialect, head: bytes) -> bool:
    alone = head.replace(b"\r\n", b"\n")
    return bool(
        dialect.encoding not in _UTF_8
        or dialect.compression
        or dialect.separator == ""
        or dialect.skip_lines
        or dialect.footer
        or dialect.comment
        or dialect.trims
        or b"\r" in alone
        or b"\n\n" in alone
        or head.startswith(b"\xef\xbb\xbf")
    )


@contextlib.contextmanager
def opened(path: str, dialect: Dialect) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked."""
    if dialect.compression == "zip":
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) != 1:
                raise NotLookedAt("its archive does not hold exactly one file")
            if members[0].flag_bits & 1:
                raise NotLookedAt("its archive has a password")
            with archive.open(members[0]) as file:
                yield file
        return
    with open(path, "rb") as file:
        yield _UNPACKERS[dialect.compression](file) if dialect.compression else file


def _written(file: IO[bytes], dialect: Dialect, target: str) -> tuple[str, bytes, bool]:
    encoding = "utf-8-sig" if dialect.encoding in _UTF_8 else dialect.encoding
    text = io.TextIOWrapper(file, encoding=encoding, newline=None)
    written = 0
    with open(target, "w", encoding="utf-8", newline="") as out:
        for line in _lines(text, dialect):
            written += len(line)
            if written > LARGEST:
                raise NotLookedAt(f"it holds more than {LARGEST >> 30} GB when unpacked")
            out.write(line)
    with open(target, "rb") as done:
        head = done.read(HEAD)
    return target, head, len(head) < HEAD


def _lines(text: io.TextIOWrapper, dialect: Dialect) -> Iterator[str]:
    """The lines that count, blank ones left out; the skipped ones at the start stay, for the layout counts them.

    The last ones wait: whether they are of the footer is known at the end. Blank ones count among them, as in pandas.
    """
    waiting: deque[str] = deque()
    gone, inside = frozenset(dialect.skip_lines), False
    for number, line in enumerate(_limited(text)):
        if number in gone:
            continue
        quotes = line.count(dialect.quote)
        if dialect.footer and quotes % 2:
            raise NotLookedAt("it has rows of several lines beside a footer")
        if dialect.comment and number >= dialect.skip and not inside and dialect.comment in line:
            if quotes:
                raise NotLookedAt("it has comments beside quotes")
            line = line.partition(dialect.comment)[0] + "\n"
        if (
            number >= dialect.skip
            and not inside
            and not line.strip(" \t\r\n" if dialect.separator != "\t" else "\r\n")
        ):
            line = ""
        elif dialect.separator == "" and number >= dialect.skip:
            if quotes:
                raise NotLookedAt("it has quotes beside spaces that separate")
            line = "\t".join(line.split()) + "\n"
        elif dialect.trims and number >= dialect.skip:
            if quotes:
                raise NotLookedAt("it has quotes beside spaces that are left out")
            line = dialect.separator.join(cell.lstrip(" ") for cell in line.split(dialect.separator))
        inside ^= bool(quotes % 2)
        waiting.append(line)
        if len(waiting) > dialect.footer:
            yield waiting.popleft()


def _limited(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(HEAD):
        if len(line) == HEAD:
            raise NotLookedAt(f"one of its lines is longer than {HEAD >> 20} MB")
        yield line
