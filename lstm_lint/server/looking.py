"""What the files hold that a text reads, where the settings say `data = true`: looked at beside the readings."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace

from lstm_lint import lint
from lstm_lint.run import examine
from lstm_lint.script import Script
from lstm_lint.server.desk import Desk
from lstm_lint.server.facts import Failed, FileFact, Order
from lstm_lint.settings.settings import Settings
from lstm_lint.source.project import Project
from lstm_lint.source.source import from_bytes


def wanted(order: Order, settings: Settings) -> bool:
    """Whether the settings say `data = true`. In a workspace that is not trusted no file is looked at."""
    return settings.data is not None and not dict(order.given).get("isolated")


def asks(script: Script, order: Order) -> bool:
    """Whether it reads a file that was not looked at, or that has changed since."""
    known = {one.key: one for one in order.files}
    found = (known.get(reading.key) for _, reading in script.sources)
    return any(
        one is None or (one.path and _state(one.path) != (one.path, one.time, one.size)) for one in found
    )


def look(desk: Desk, order: Order) -> tuple[FileFact, ...] | Failed:
    """What the files hold that a text reads; nothing without DuckDB."""
    from lstm_lint.data import paths
    from lstm_lint.data.dialect import NotLookedAt
    from lstm_lint.data.look import Missing
    from lstm_lint.data.sight import sights
    from lstm_lint.run import cache_folder

    settings, text = desk.settings(order), order.text
    if not wanted(order, settings):
        return ()
    source = examine.settled(from_bytes(text.data, text.path))
    known = {one.key: one.profile for one in order.files if one.profile is not None}
    project = Project(text.path, dict(text.unsaved))
    script = lint.script_of(source, settings, project=project, profiles=known)
    where, found = paths.around(text.path, settings.data or None), []
    before = {}
    for _, reading in script.sources:
        with suppress(NotLookedAt):
            before[reading.key] = (
                _state(paths.resolved(reading.path, where)) if not reading.published else None
            )
    try:
        seen = sights(script, text.path, replace(settings, data_cache=cache_folder.location(None)))
    except Missing as error:
        return Failed(str(error))
    for one in seen:
        path, time, size = before.get(one.reading.key) or ("", 0, 0)
        found.append(FileFact(one.reading.key, path, size, time, one.profile))
    return tuple({one.key: one for one in found}.values())


def _state(path: str) -> tuple[str, int, int] | None:
    """When a file was written, and its size."""
    try:
        about = os.stat(path)
    except OSError:
        return None
    return path, about.st_mtime_ns, about.st_size
