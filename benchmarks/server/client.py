"""A client of a language server that costs next to nothing: JSON over pipes, and what the processes took."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PATIENCE = 120.0
PUBLISH = "textDocument/publishDiagnostics"
CAPABILITIES = {
    "textDocument": {"publishDiagnostics": {"relatedInformation": True}, "inlayHint": {}},
    "workspace": {"workspaceEdit": {"documentChanges": True}, "workspaceFolders": True},
    "general": {"positionEncodings": ["utf-16"]},
}


class Ended(Exception):
    """The server is gone."""


class Client:
    """One server and all that it says."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder,
            env=None if environment is None else dict(environment),
        )  # fmt: skip
        self._number = 0
        self._answers: dict[int, Any] = {}
        self._changed = threading.Condition()
        self._ended = False
        self.published: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.messages: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        folders = [{"uri": folder.as_uri(), "name": folder.name}]
        about = {"processId": os.getpid(), "rootUri": folder.as_uri(), "workspaceFolders": folders}
        self.request("initialize", {**about, "capabilities": CAPABILITIES})
        self.notify("initialized", {})

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline().strip()) or not length:
                if not line:
                    with self._changed:
                        self._ended = True
                        self._changed.notify_all()
                    return
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self._take(json.loads(stream.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            with self._changed:
                self._answers[message["id"]] = message
                self._changed.notify_all()
        elif "id" in message:
            self._send({"id": message["id"], "result": None})
        elif method == PUBLISH:
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
            self.published.put(message["params"])
        elif method in ("window/showMessage", "window/logMessage"):
            self.messages.append(str(message["params"].get("message")))

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        except OSError as error:
            raise Ended(str(error)) from error

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> int:
        """Sends a request and returns the number by which `answer` knows it."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        return self._number

    def answer(self, number: int) -> Any:
        """The result of a request. Raises Ended, and RuntimeError for an error."""
        end = time.monotonic() + PATIENCE
        with self._changed:
            while number not in self._answers:
                if self._ended or not self._changed.wait(end - time.monotonic()):
                    raise Ended(f"no answer to request {number}")
            message = self._answers.pop(number)
        if "error" in message:
            raise RuntimeError(message["error"])
        return message["result"]

    def request(self, method: str, params: Any) -> Any:
        return self.answer(self.ask(method, params))

    def open(self, uri: str, text: str) -> None:
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, changes: list[dict[str, Any]]) -> None:
        about = {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}
        self.notify("textDocument/didChange", about)

    def hints(self, uri: str) -> list[dict[str, Any]]:
        area = {"start": {"line": 0, "character": 0}, "end": {"line": 100_000, "character": 0}}
        found = self.request("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": area})
        return found or []

    def wait_published(self, uri: str, version: int | None = None) -> dict[str, Any]:
        """The next diagnostics of a text, of this version of it."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                found = self.published.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise Ended(f"no diagnostics of {uri}") from None
            if found["uri"] == uri and version in (None, found.get("version")):
                return found

    def close(self) -> int:
        """Ends the server; its exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(30)


def processor_seconds(process: int) -> float:
    """What a process and those below it took so far, ended ones included. Linux only."""
    return _over(process, lambda fields: sum(map(int, fields[11:15]))) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> int:
    """Bytes that a process and those below it hold in memory."""
    return int(_over(process, lambda fields: int(fields[21]) * os.sysconf("SC_PAGE_SIZE")))


def _over(process: int, figure: Any) -> float:
    children: dict[int, list[int]] = {}
    fields: dict[int, list[str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                text = (entry / "stat").read_text()
            except OSError:
                continue
            parts = text.rpartition(")")[2].split()
            fields[int(entry.name)] = parts
            children.setdefault(int(parts[1]), []).append(int(entry.name))
    waiting, total = [process], 0.0
    while waiting:
        one = waiting.pop()
        total += figure(fields[one]) if one in fields else 0
        waiting += children.get(one, [])
    return total
