"""The settings in effect, and for each rule whether it is on and because of what."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lstm_lint.files import DEFAULT_EXCLUDE
from lstm_lint.output.text import visible
from lstm_lint.settings import Settings


def render_settings(settings: Settings) -> Iterator[str]:
    """TOML-like lines, then a line for each rule."""
    source = visible(settings.config_path) if settings.config_path else "no config file: the defaults hold"
    yield f"# {source}\n"
    for key, value in _values(settings).items():
        yield f"{key} = {json.dumps(value)}\n"
    if settings.per_file_ignores:
        yield "\n[per-file-ignores]\n"
    for glob, codes in settings.per_file_ignores.items():
        yield f"{json.dumps(glob)} = {json.dumps(list(codes))}\n"
    for rule in settings.rules:
        if rule.options:
            yield f"\n[rules.{rule.name}]\n"
            yield from (f"{name} = {json.dumps(value)}\n" for name, value in settings.options(rule).items())
    yield "\n# Rules\n"
    width = max((len(decision.rule.name) for decision in settings.decisions), default=0)
    for decision in settings.decisions:
        rule, on = decision.rule, "on " if decision.on else "off"
        counted = " (advice: counted, not listed)" if _only_counted(settings, rule.severity.value) else ""
        yield f"{on} {rule.code}  {rule.name:<{width}}  {visible(decision.reason)}{counted if decision.on else ''}\n"


def _values(settings: Settings) -> dict[str, object]:
    return {
        "profile": settings.profile,
        "fail-on": settings.fail_on,
        "keras": settings.keras,
        "output-format": settings.output_format,
        "exclude": list(DEFAULT_EXCLUDE if settings.exclude is None else settings.exclude),
        "extend-exclude": list(settings.extend_exclude),
        "force-exclude": settings.force_exclude,
        "respect-gitignore": settings.respect_gitignore,
    }


def _only_counted(settings: Settings, severity: str) -> bool:
    return severity == "advice" and settings.profile != "strict" and settings.fail_on != "advice"
