"""Where scalars go: JSON lines, TensorBoard, MLflow, W&B. Each is a few lines, and used where it is there."""

from __future__ import annotations

import importlib
import json
import os
import socket
import struct
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, Protocol

from lstm_lint.watch.findings import WatchFinding
from lstm_lint.watch.look import Look


class Sink(Protocol):
    """Takes what was measured and found; `close` ends it."""

    def look(self, look: Look) -> None: ...

    def found(self, finding: WatchFinding) -> None: ...

    def close(self) -> None: ...


class JsonLines:
    """One JSON object a line: `{"kind": "look", ...}` and `{"kind": "finding", ...}`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.file = open(path, "a", encoding="utf-8")  # noqa: SIM115 - closed by `close`

    def _write(self, kind: str, document: Mapping[str, Any]) -> None:
        self.file.write(json.dumps({"kind": kind, "version": 1, **document}, allow_nan=False) + "\n")
        self.file.flush()

    def look(self, look: Look) -> None:
        self._write("look", look.document())

    def found(self, finding: WatchFinding) -> None:
        self._write("finding", finding.document())

    def close(self) -> None:
        self.file.close()


class TensorBoard:
    """An event file of its own in the folder of the logs, written as TensorBoard reads it."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.event: Any = _event()
        os.makedirs(folder, exist_ok=True)
        name = f"events.out.tfevents.{time.time():.0f}.{socket.gethostname()}.{os.getpid()}.watch"
        self.file = open(os.path.join(folder, name), "wb")  # noqa: SIM115 - closed by `close`
        self._write(self.event(wall_time=time.time(), file_version="brain.Event:2"))

    def _write(self, event: Any) -> None:
        data = event.SerializeToString()
        length = struct.pack("<Q", len(data))
        self.file.write(length + _masked(length) + data + _masked(data))

    def look(self, look: Look) -> None:
        event = self.event(wall_time=time.time(), step=look.step)
        for name, value in look.scalars().items():
            event.summary.value.add(tag=name, simple_value=value)
        self._write(event)
        self.file.flush()

    def found(self, finding: WatchFinding) -> None:
        """The curves show it."""

    def close(self) -> None:
        self.file.close()


class Tracker:
    """MLflow or W&B, where a run of theirs is active. W&B gets no step of its own: the user's next log takes these."""

    def look(self, look: Look) -> None:
        scalars = look.scalars()
        mlflow, wandb = sys.modules.get("mlflow"), sys.modules.get("wandb")
        if mlflow is not None and mlflow.active_run() is not None:
            mlflow.log_metrics(
                {name.replace(":", "_"): value for name, value in scalars.items()}, step=look.step
            )
        if wandb is not None and getattr(wandb, "run", None) is not None:
            wandb.run.log(scalars, commit=False)

    def found(self, finding: WatchFinding) -> None:
        """The curves show it."""

    def close(self) -> None:
        """The run is the user's."""


def folder_of(callbacks: Iterable[Any]) -> str | None:
    """Where a TensorBoard callback beside Watch writes the scalars of the training."""
    for one in callbacks:
        if type(one).__name__ == "TensorBoard" and hasattr(one, "log_dir"):
            return os.path.join(str(one.log_dir), "watch")
    return None


def _event() -> Any:
    """The message of an event, from what is installed. Raises ImportError."""
    names: Sequence[str] = ("tensorboard.compat.proto.event_pb2", "tensorflow.core.util.event_pb2")
    for name in names:
        if name.partition(".")[0] in sys.modules or name is not names[-1]:
            try:
                return importlib.import_module(name).Event
            except ImportError:
                continue
    raise ImportError("TensorBoard's events take the package tensorboard")


_TABLE = tuple(  # CRC-32C, by its polynomial
    reduce(lambda crc, _: crc >> 1 ^ (0x82F63B78 if crc & 1 else 0), range(8), byte) for byte in range(256)
)


def _masked(data: bytes) -> bytes:
    """The checksum of a record, as the format masks it."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)
