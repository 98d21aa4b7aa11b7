"""What works through the batches of a scan: processes of this machine, or the workers of a Dask cluster.

Both do the same with a batch, in a process of its own (`answered`). Few batches are under way at a time, so the memory
of the scan does not grow with what is scanned, and the answers come in the order of the batches.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from lstm_lint.run import files
from lstm_lint.run.processes import started
from lstm_lint.scan.rows import failure
from lstm_lint.settings.config import ConfigError

Request = dict[str, Any]
Answer = dict[str, Any]

_NOTHING: Answer = {"rows": [], "files": 0, "read": 0, "skipped": 0}
_ATTEMPTS = 3  # at one batch whose process dies
_AHEAD = 4  # batches that wait or are under way, for each worker


class Waiting(Protocol):
    """An answer that is to come, as `concurrent.futures` and Dask have it."""

    def result(self) -> Any: ...


class Engine(Protocol):
    """Takes requests and answers each; `workers` is how many are at work at once."""

    @property
    def workers(self) -> int: ...

    def submit(self, request: Request) -> Waiting: ...

    def close(self) -> None: ...


def answers(engine: Engine, requests: Iterable[Request]) -> Iterator[Answer]:
    """The answer to each request, in their order. Raises ConfigError where the engine itself is gone."""
    waiting: deque[tuple[Request, Waiting | None]] = deque()
    for request in requests:
        waiting.append((request, engine.submit(request) if request["paths"] else None))
        if len(waiting) >= _AHEAD * engine.workers:
            yield _result(*waiting.popleft())
    while waiting:
        yield _result(*waiting.popleft())


def _result(request: Request, waiting: Waiting | None) -> Answer:
    """The answer, with what the search for files could not read. `waiting`: None where it found nothing to read."""
    failures = [failure(request["repository"], path, why) for path, why in request["failures"]]
    if waiting is None:
        return {**_NOTHING, "rows": failures}
    try:
        answer: Answer = waiting.result()
    except Exception as error:
        kind = type(error).__name__
        if kind == "KilledWorker":
            return _lost(request, "each worker that it was given to ended")
        if kind in ("ModuleNotFoundError", "ImportError"):
            raise ConfigError("a worker has no lstm-lint; install the same version there") from error
        raise ConfigError(
            f"the cluster gives no answer: {kind}: {' '.join(str(error).split())[:200]}"
        ) from error
    if why := answer.get("mismatch"):
        raise ConfigError(why)
    return {**answer, "rows": [*failures, *answer["rows"]]}


class Processes:
    """Those that are at work; `end` ends them, and no other begins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self.ended = False

    @contextmanager
    def one(self) -> Iterator[subprocess.Popen[bytes] | None]:
        """A process for a batch, which ends with the block; None where no more is to begin."""
        with self._lock:
            process = None if self.ended else started("lstm_lint.scan.work")
            if process is not None:
                self._running.add(process)
        if process is None:
            yield None
            return
        assert process.stdin is not None and process.stdout is not None
        try:
            yield process
        finally:
            with suppress(OSError):
                process.stdin.close()
            process.kill()
            process.wait()
            process.stdout.close()
            with self._lock:
                self._running.discard(process)

    def end(self) -> None:
        with self._lock:
            self.ended = True
            for process in self._running:
                process.kill()


def answered(request: Request, processes: Processes | None = None) -> Answer:
    """The answer to a request: of a process, where a file of it may hold a recurrent model, for most hold none."""
    worth = [path for path in request["paths"] if _is_worth(os.path.join(request["root"], path))]
    others = len(request["paths"]) - len(worth)
    found = _read({**request, "paths": worth}, processes or Processes()) if worth else _NOTHING
    return {**found, "files": found["files"] + others, "skipped": found["skipped"] + others}


def _is_worth(path: str) -> bool:
    """Whether a process has to look at a file; what cannot be read here is for that to say."""
    try:
        data = files.held(path)
    except (OSError, files.TooLarge):
        return True
    return data is None or files.relevant(data) or files.trains_imported(path, data)


def _read(request: Request, processes: Processes) -> Answer:
    """The answer of a process. One that dies is tried again, at last with each file alone.

    So a file that takes its process down is a row, and no other file is lost with it.
    """
    for _ in range(_ATTEMPTS):
        answer = _asked(request, processes)
        if answer is not None or processes.ended:
            return answer or _NOTHING
    paths = request["paths"]
    if len(paths) == 1:
        return _lost(request, "the process that reads it ends")
    parts = [_read({**request, "paths": [path]}, processes) for path in paths]
    return {
        "rows": [row for part in parts for row in part["rows"]],
        **{name: sum(part[name] for part in parts) for name in ("files", "read", "skipped")},
    }


def _lost(request: Request, why: str) -> Answer:
    rows = [failure(request["repository"], path, why) for path in request["paths"]]
    return {"rows": rows, "files": len(rows), "read": 0, "skipped": 0}


def _asked(request: Request, processes: Processes) -> Answer | None:
    """The answer of one process; None where it ended without."""
    with processes.one() as process:
        if process is None:
            return None
        assert process.stdin is not None and process.stdout is not None
        with suppress(OSError):
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        line = process.stdout.readline()
    with suppress(ValueError):
        answer: Answer = json.loads(line)
        return answer
    return None


class Local:
    """Processes of this machine."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool = ThreadPoolExecutor(workers)
        self._processes = Processes()

    def submit(self, request: Request) -> Waiting:
        return self._pool.submit(answered, request, self._processes)

    def close(self) -> None:
        self._processes.end()
        self._pool.shutdown(cancel_futures=True)


class Dask:
    """The workers of a cluster; without an address those of this machine."""

    def __init__(self, scheduler: str | None, workers: int) -> None:
        """Raises ConfigError where Dask is missing or the scheduler does not answer."""
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError as error:
            raise ConfigError("--engine dask takes Dask: pip install 'lstm-lint[dask]'") from error
        self._cluster: Any = None
        try:
            if scheduler is None:
                # Each batch has a process of its own: threads are enough to wait for it.
                self._cluster = distributed.LocalCluster(
                    n_workers=1, threads_per_worker=workers, processes=False, dashboard_address=None
                )
            self._client: Any = distributed.Client(
                scheduler or self._cluster, timeout="20s", set_as_default=False
            )
        except (OSError, TimeoutError, ValueError) as error:
            self._end(self._cluster)
            raise ConfigError(
                f"--scheduler {scheduler}: no answer: {error or type(error).__name__}"
            ) from error

    @property
    def workers(self) -> int:
        """As many as there are now: workers come and go."""
        return max(1, int(sum(self._client.nthreads().values())))

    def submit(self, request: Request) -> Waiting:
        waiting: Waiting = self._client.submit(answered, request, pure=False)
        return waiting

    def close(self) -> None:
        self._end(self._client)
        self._end(self._cluster)

    @staticmethod
    def _end(one: Any) -> None:
        if one is not None:
            with suppress(Exception):  # it may be gone already
                one.close()


def engine(name: str, scheduler: str | None, workers: int) -> Engine:
    """The engine by its name. Raises ConfigError."""
    made: dict[str, Callable[[], Engine]] = {
        "local": lambda: Local(workers),
        "dask": lambda: Dask(scheduler, workers),
    }
    return made[name]()
