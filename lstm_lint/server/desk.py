"""The settings of the files that are read: looked for once, and again when a file that sets them changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from lstm_lint.run import files
from lstm_lint.run.configurations import Configurations
from lstm_lint.server.facts import Order
from lstm_lint.settings.config import OWN_FILE, SHARED_FILE
from lstm_lint.settings.settings import Settings

_Look = tuple[int, int]  # of a file: when it was written, and its size


class _Kept:
    """The configurations of a workspace folder, and how each file looked that says, or could say, something of them."""

    def __init__(self, configurations: Configurations) -> None:
        self.configurations = configurations
        self.left_out: dict[str, bool] = {}
        self._looks: dict[str, _Look | None] = {}

    @property
    def holds(self) -> bool:
        """Whether none of those files was changed, made or taken away."""
        return all(_look(path) == before for path, before in self._looks.items())

    def watch(self, paths: Iterable[str]) -> None:
        for path in paths:
            if path not in self._looks:
                self._looks[path] = _look(path)


class Desk:
    """The settings of the files that were read here so far."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, tuple[tuple[str, object], ...]], _Kept] = {}

    def configurations(self, order: Order) -> Configurations:
        """Those of the workspace folder of a text. Raises ConfigError."""
        return self._of(order).configurations

    def settings(self, order: Order) -> Settings:
        """Those of a text. Raises ConfigError and PluginError."""
        kept = self._of(order)
        try:
            return kept.configurations.of(order.text.path).for_path(order.text.path)
        finally:
            kept.watch(kept.configurations.met)  # with what they extend

    def leaves_out(self, order: Order) -> bool:
        """Whether the settings exclude the file."""
        path = order.text.path
        if not os.path.exists(path):
            return False
        kept = self._of(order)
        if path not in kept.left_out:
            how = {**kept.configurations.finding(), "force_exclude": True}
            kept.left_out[path] = not list(files.find([path], **how))
        return kept.left_out[path]

    def _of(self, order: Order) -> _Kept:
        root = order.text.root
        if os.path.isdir(root):
            os.chdir(root)
        key = (root, order.given)
        kept = self._kept.get(key)
        if kept is None or not kept.holds:
            given = dict(order.given)
            if given.get("isolated"):
                from lstm_lint.source.repository import trees

                given["distrusted"] = trees([root, order.text.path])
            self._kept.pop(key, None)
            kept = self._kept[key] = _Kept(Configurations(given, lambda line: None))
        kept.watch(_above(order.text.path))
        return kept


def _above(path: str) -> Iterator[str]:
    """Where a configuration for a file may lie."""
    folder = os.path.dirname(path)
    while True:
        yield from (os.path.join(folder, name) for name in (OWN_FILE, SHARED_FILE))
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _look(path: str) -> _Look | None:
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
