"""What a scan writes: a row for each finding, and one for whatever could not be read. JSON lines, or a Parquet file."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from lstm_lint.settings.config import ConfigError
from lstm_lint.source.printable import Line, json_text

FINDING, FAILURE = "finding", "failure"

# Every row has all of these; the types are those of DuckDB. In a failure `message` says why, and `path` is `.` where
# it is about the whole repository.
COLUMNS = {
    "kind": "VARCHAR",
    "repository": "VARCHAR",
    "path": "VARCHAR",  # from the root of the repository
    "cell": "INTEGER",
    "line": "INTEGER",  # inside the cell of a notebook
    "column": "INTEGER",
    "file_line": "INTEGER",
    "severity": "VARCHAR",
    "rule": "VARCHAR",
    "name": "VARCHAR",
    "message": "VARCHAR",
    "fingerprint": "VARCHAR",  # stays while lines move; unique within the repository
    "model": "VARCHAR",
    "layer": "VARCHAR",
    "model_layers": "INTEGER",
    "model_recurrent": "VARCHAR",  # the classes of its recurrent layers, in order
    "model_parameters": "BIGINT",
    "smoke": "VARCHAR",  # the verdict, with --smoke
    "share_as_written": "DOUBLE",
    "share_as_fixed": "DOUBLE",
}
SUFFIXES = (".jsonl", ".ndjson", ".parquet")


def row(**values: Any) -> dict[str, Any]:
    """A row with None for what is not said."""
    return {**dict.fromkeys(COLUMNS), **values}


def failure(repository: str, path: str, why: str) -> dict[str, Any]:
    return row(kind=FAILURE, repository=repository, path=path, message=why)


def as_lines(rows: Iterable[dict[str, Any]]) -> Iterator[Line]:
    """A row a line, as JSON."""
    for one in rows:
        yield Line(f"{json_text(one)}\n")


def checked(path: str, option: str) -> None:
    """Raises ConfigError where a file by that name cannot be written or read."""
    if not path.lower().endswith(SUFFIXES):
        raise ConfigError(f"{option} {path}: its name ends in none of {', '.join(SUFFIXES)}")
    if path.lower().endswith(".parquet"):
        _duckdb(f"{option} {path}")


def write_parquet(lines: str, path: str) -> None:
    """Makes a Parquet file of a file of JSON lines, row by row. Raises ConfigError."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    table = f"read_json({_quoted(lines)}, format = 'newline_delimited', columns = {{{columns}}})"
    duckdb = _duckdb(path)
    folder = os.path.dirname(os.path.abspath(path))
    new = tempfile.mktemp(prefix=".new-", suffix=".parquet", dir=folder)
    try:
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT * FROM {table}) TO {_quoted(new)} (FORMAT parquet, COMPRESSION zstd)"
            )
        os.replace(new, path)
    except (OSError, duckdb.Error) as error:
        raise ConfigError(f"{path}: cannot be written: {str(error).splitlines()[0]}") from error
    finally:
        if os.path.exists(new):
            os.unlink(new)


def read(path: str) -> Iterator[dict[str, Any]]:
    """The rows of a file that an earlier scan wrote. Raises ConfigError."""
    if path.lower().endswith(".parquet"):
        yield from _parquet_rows(path)
        return
    try:
        with open(path, encoding="utf-8") as file:
            for text in file:
                one = json.loads(text)
                if not isinstance(one, dict) or not {"kind", "repository", "rule"} <= one.keys():
                    raise ValueError("a line is no row of a scan")
                yield one
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: it is no result of `lstm-lint scan`: {error}") from error


def _parquet_rows(path: str) -> Iterator[dict[str, Any]]:
    duckdb = _duckdb(path)
    names = ("kind", "repository", "severity", "rule", "name")
    try:
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT {', '.join(names)} FROM read_parquet({_quoted(path)})")
            while several := found.fetchmany(10_000):
                yield from (dict(zip(names, one)) for one in several)
    except duckdb.Error as error:
        raise ConfigError(
            f"{path}: it is no result of `lstm-lint scan`: {str(error).splitlines()[0]}"
        ) from error


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"


def _duckdb(what: str) -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise ConfigError(f"{what}: Parquet takes DuckDB: pip install 'lstm-lint[data]'") from error
    return duckdb
