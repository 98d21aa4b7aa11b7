"""DuckDB with one file and nothing else: no other file, no network, no extension, no setting that could change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lstm_lint.data.dialect import Dialect, NotLookedAt
from lstm_lint.data.layout import MOST_COLUMNS, Layout

if TYPE_CHECKING:
    import duckdb

MEMORY = "200MB"  # of DuckDB; what does not fit goes to the private folder
OF_SMALL = "1GB"  # for a file of which more is worked out


class Engine:
    """A connection that may read one file. Only SELECT is ever sent."""

    def __init__(self, path: str, folder: str, memory: str = MEMORY, threads: int = 2) -> None:
        import duckdb

        self.path = path
        self.errors = duckdb.Error
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "threads": threads,
                "memory_limit": memory,
                "temp_directory": os.path.join(folder, "spilled"),
            },
        )
        # In this order: what is allowed cannot be set once access is off, and nothing once the settings are locked.
        self.connection.execute(f"SET allowed_paths = [{quoted(path)}]")
        self.connection.execute("SET enable_external_access = false")
        self.connection.execute("SET lock_configuration = true")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT. Raises what `errors` is."""
        if not query.startswith("SELECT "):
            raise ValueError("only SELECT is sent")
        return self.connection.execute(query).fetchall()

    def row(self, query: str) -> tuple[Any, ...]:
        (found,) = self.rows(query)
        return found


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def table_of_text(path: str, dialect: Dialect, found: Layout, *, parallel: bool = True) -> str:
    """The columns of a text, `c0`, `c1` ..., as they are written, missing values NULL."""
    fields = [f"f{at}" for at in range(found.width)]
    types = ", ".join(f"'{field}': 'VARCHAR'" for field in fields)
    blank = "trim(f0) = ''" if found.width == 1 else "f1 IS NULL AND trim(f0) = ''"
    columns = [_or_missing(at, found.names[at], found, dialect) for at in (*found.index, *found.used)]
    chosen = ", ".join(f"{column} AS c{number}" for number, column in enumerate(columns))
    limit = f" LIMIT {dialect.rows}" if dialect.rows is not None else ""
    separator = dialect.separator or "\t"
    return (
        f"(SELECT {chosen} FROM read_csv({quoted(path)}, header = false, skip = {found.lines}, auto_detect = false,"
        f" delim = {quoted(separator)}, quote = {quoted(dialect.quote)}, escape = {quoted(dialect.quote)},"
        f" null_padding = true, nullstr = {quoted(chr(1))}, columns = {{{types}}},"
        f" max_line_size = 1048576, buffer_size = 8388608, parallel = {str(parallel).lower()})"
        f" WHERE NOT ({blank}){limit})"
    )


def _or_missing(at: int, name: str, found: Layout, dialect: Dialect) -> str:
    if at >= found.width:
        return "CAST(NULL AS VARCHAR)"
    field = f"f{at}"
    words = [*dialect.missing, *dialect.missing_in.get(name, ())]
    if dialect.array or not words:
        return field
    # Not `IN (...)`: DuckDB makes a join of it, with memory of its own for each column.
    listed = " OR ".join(f"{field} = {quoted(word)}" for word in words)
    longest = max(map(len, words))
    return f"CASE WHEN length({field}) <= {longest} AND ({listed}) THEN NULL ELSE {field} END"


def table_of(path: str, dialect: Dialect, engine: Engine) -> tuple[str, list[str], list[str]]:
    """The columns of a typed file, with their names and the types that DuckDB gives them."""
    if dialect.kind == "parquet":
        source = f"read_parquet({quoted(path)})"
    else:
        how = "'newline_delimited'" if _is_by_line(path) else "'array'"
        # Else DuckDB makes a map of objects with many keys, and one column of that.
        limits = "maximum_object_size = 16777216, map_inference_threshold = -1"
        source = f"read_json({quoted(path)}, format = {how}, {limits})"
    described = engine.rows(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {source})")
    names, types = [row[0] for row in described], [row[1] for row in described]
    wanted = [str(name) for name in dialect.columns] if dialect.columns is not None else names
    if len(wanted) > MOST_COLUMNS:
        raise NotLookedAt(f"it has {len(wanted):,} columns; at most {MOST_COLUMNS:,} are looked at")
    if not set(wanted) <= set(names):
        raise NotLookedAt("it lacks a column that is read of it")
    listed = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}" AS c{at}' for at, name in enumerate(wanted))
    return f"(SELECT {listed} FROM {source})", wanted, [types[names.index(name)] for name in wanted]


def _is_by_line(path: str) -> bool:
    with open(path, "rb") as file:
        return not file.read(1 << 10).lstrip().startswith(b"[")
