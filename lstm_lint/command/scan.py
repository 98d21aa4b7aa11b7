"""The command `scan`: many repositories, one file of findings and one page."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lstm_lint import __version__
from lstm_lint.command import options, streams
from lstm_lint.command.exit import CLEAN
from lstm_lint.run import cache_folder
from lstm_lint.scan import engines, repositories, rows, summary
from lstm_lint.settings.config import ConfigError

_BATCH = 200  # files; with smoke training
_BATCH_OF_TRAININGS = 10
_MOST = 1_000  # workers, and files of a batch


def scan(folders: Sequence[str], given: dict[str, Any], say: Callable[[str], None]) -> int:
    """Lints every repository below the folders. Returns 0 once all of it was gone through. Raises ConfigError."""
    given = options.trusting(given, folders, options.SCAN)
    given.pop("distrusted", None)
    target, page_path = given.get("output_file"), given.get("page")
    for path, option in ((target, "--output-file"), (given.get("against"), "--against")):
        if path is not None:
            rows.checked(path, option)
    if page_path is not None:
        from lstm_lint.output.html import page as html

        html.check("--page")
    before = _before(given.get("against"))
    if (store := given.get("store")) is not None:
        cache_folder.checked(store, folders, "--store")
        store = os.path.abspath(store)
    for folder in folders:
        if not os.path.isdir(folder):
            raise ConfigError(f"no such folder: {folder!r}")
    size = _number(given, "batch", _BATCH_OF_TRAININGS if given.get("smoke") else _BATCH)
    if given.get("scheduler") and given.get("engine", "dask") != "dask":
        raise ConfigError("--scheduler is for --engine dask; leave one of them out")
    name = "dask" if given.get("scheduler") else given.get("engine", "local")
    engine = engines.engine(name, given.get("scheduler"), _number(given, "workers", os.cpu_count() or 1))
    work = _Scan(summary.Counts(), _passed_on(given), store, size, engine)
    try:
        _write(work.rows(folders, _progress(given)), target)
    finally:
        engine.close()
    if page_path is not None:
        streams.write_file(page_path, "w", html.rendered(summary.page(work.counts, work.scanned, before)))
    say(work.counts.line(work.scanned))
    return CLEAN


@dataclass
class _Scan:
    counts: summary.Counts
    given: Mapping[str, Any]
    store: str | None
    size: int
    engine: engines.Engine
    scanned: int = 0

    def rows(self, folders: Sequence[str], progress: Callable[[str], None]) -> Iterator[dict[str, Any]]:
        """The rows of all repositories, as they come."""
        for answer in engines.answers(self.engine, self._requests(folders)):
            for name in ("files", "read", "skipped"):
                setattr(self.counts, name, getattr(self.counts, name) + answer[name])
            yield from self.counts.passing(answer["rows"])
            progress(f"{self.counts.files:,} files, {self.scanned:,} repositories")
        progress("")

    def _requests(self, folders: Sequence[str]) -> Iterator[engines.Request]:
        for one in repositories.under(folders):
            self.scanned += 1
            for batch in repositories.batches(one, self.size, self.given):
                yield {
                    "version": __version__,
                    "repository": one.name,
                    "root": one.root,
                    "paths": batch.paths,
                    "failures": batch.failures,
                    "given": self.given,
                    "store": self.store,
                }


def _passed_on(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that hold for each repository. The code of a repository is never run."""
    names = {option.name for option in (*options.SELECTION, *options.TRUST, options.SUPPRESSIONS)}
    names |= {"smoke", "smoke_budget", "device"}
    passed = {name: value for name, value in given.items() if name in names}
    if passed.get("config"):
        passed["config"] = os.path.abspath(passed["config"])
    return {**passed, "no_project_rules": True}


def _number(given: Mapping[str, Any], name: str, usual: int) -> int:
    text = given.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _MOST):
        raise ConfigError(f"--{name} {text}: write a number from 1 to {_MOST}")
    return int(text)


def _before(path: str | None) -> summary.Counts | None:
    if path is None:
        return None
    found = summary.Counts()
    for row in rows.read(path):
        if row["kind"] == rows.FINDING:
            found.add(row)
    return found


def _progress(given: Mapping[str, Any]) -> Callable[[str], None]:
    if given.get("quiet") or sys.stderr is None or not sys.stderr.isatty():
        return lambda line: None
    return streams.progress


def _write(found: Iterator[dict[str, Any]], target: str | None) -> None:
    """Rows as they come: to standard output, into a file of JSON lines, or at the end into a Parquet file."""
    lines = rows.as_lines(found)
    if target is None:
        streams.write(lines)
    elif not target.lower().endswith(".parquet"):
        _into(target, lines)
    else:
        with tempfile.TemporaryDirectory(prefix="lstm-lint-") as folder:
            path = os.path.join(folder, "rows.jsonl")
            _into(path, lines)
            rows.write_parquet(path, target)


def _into(path: str, lines: Iterator[str]) -> None:
    try:
        streams.write_file(path, "w", lines)
    except OSError as error:
        raise ConfigError(f"--output-file {path}: cannot be written: {error.strerror}") from error
