"""The settings in effect, and for each rule whether it is on and because of what."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.run.files import DEFAULT_EXCLUDE
from lstm_lint.settings.keys import KEYS
from lstm_lint.settings.settings import Override, Settings


def render_settings(
    settings: Settings, path: str | None = None, run: str | None = None, target: KerasTarget | None = None
) -> Iterator[str]:
    """TOML-like lines, then a line for each rule: its level in the file, and what sets it where.

    `run` is the config file that sets what is about a whole run, `target` the Keras that the file is linted for.
    """
    yield f"# {settings.config_path or 'no config file: the defaults hold'}\n"
    if run != settings.config_path:
        of_run = ", ".join(key.name for key in KEYS if key.of_run)
        yield f"# {of_run}: {run or 'no config file in the current folder: the defaults hold'}\n"
    if target is not None:
        yield f"# {path}: {target.written_for}, {target.certainty}: {target.reason}\n"
    yield from (f"# extends {base}\n" for base in settings.extended)
    for key, value in _values(settings).items():
        yield f"{key} = {json.dumps(value)}\n"
    if settings.per_file_ignores:
        yield "\n"
        yield "[per-file-ignores]\n"
    for one in settings.per_file_ignores:
        yield f"{json.dumps(one.glob)} = {json.dumps(list(one.codes))}\n"
    for override in settings.overrides:
        yield "\n"
        yield "[[overrides]]\n"
        yield f"paths = {json.dumps(list(override.globs))}\n"
        yield from (f"{key} = {json.dumps(value)}\n" for key, value in _choices(override))
    here = settings.for_path(path) if path is not None and not os.path.isdir(path) else settings
    for rule in here.rules:
        if rule.options:
            yield "\n"
            yield f"[rules.{rule.name}]\n"
            yield from (f"{name} = {json.dumps(value)}\n" for name, value in here.options(rule).items())
    yield "\n"
    yield f"# Rules{'' if here is settings else f' in {path}'}\n"
    width = max((len(decision.rule.name) for decision in here.decisions), default=0)
    for decision in here.decisions:
        rule = decision.rule
        level = (decision.severity or rule.severity).value if decision.on else "off"
        counted = " (counted, not listed)" if decision.on and _only_counted(settings, rule, level) else ""
        yield f"{level:<7} {rule.code}  {rule.name:<{width}}  {decision.reason}{counted}\n"


def _choices(override: Override) -> Iterator[tuple[str, object]]:
    selection = override.selection
    if selection.select is not None:
        yield "select", list(selection.select)
    for key, value in (("extend-select", selection.extend_select), ("ignore", selection.ignore)):
        if value:
            yield key, list(value)
    if override.keras is not None:
        yield "keras", override.keras
    for selector, severity in selection.severity.items():
        yield f"severity.{json.dumps(selector)}", severity.value
    for code, options in override.rule_options.items():
        for name, option in options.items():
            yield f"rules.{code}.{name}", option


def _values(settings: Settings) -> dict[str, object]:
    return {
        "profile": settings.profile,
        "fail-on": settings.fail_on,
        "fail-on-unread": settings.fail_on_unread,
        "keras": settings.keras,
        "output-format": settings.output_format,
        **({"baseline": settings.baseline} if settings.baseline else {}),
        "exclude": list(DEFAULT_EXCLUDE if settings.exclude is None else settings.exclude),
        "extend-exclude": list(settings.extend_exclude),
        "force-exclude": settings.force_exclude,
        "respect-gitignore": settings.respect_gitignore,
        "require-reason": settings.require_reason,
    }


def _only_counted(settings: Settings, rule: Rule, severity: str) -> bool:
    if severity != "advice":
        return False
    if rule.pedantic:
        return settings.profile != "pedantic"
    return settings.profile == "default" and settings.fail_on != "advice"
