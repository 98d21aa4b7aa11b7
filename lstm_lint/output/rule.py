"""Rule pages for a terminal, a program or a browser, and the list of all rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lstm_lint.rulebook import rule_page
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.smoke.probes import line as smoke_line
from lstm_lint.source import printable
from lstm_lint.source.printable import json_document

FORMATS = ("text", "json", "markdown")
WIDEST = 120  # columns of a page: longer lines are hard to read


def render_rule(rule: Rule, form: str) -> Iterator[str]:
    """One page: readable text, the front matter and body as JSON, or the Markdown body itself."""
    if form == "json":
        yield json_document(_fields(rule))
    elif form == "markdown":
        yield from printable.page(page(rule))
    else:
        yield from _text(rule)


def render_terminal(rule: Rule, *, width: int, color: bool) -> str:
    """One page for a terminal of so many columns, drawn by rich: headings, tables, code in color.

    What would be obeyed instead of shown is escaped where it is drawn: Markdown may write it as an entity.
    """
    from rich.color import ColorSystem
    from rich.console import Console, Group
    from rich.markdown import Markdown
    from rich.style import Style
    from rich.text import Text

    console = Console(width=min(width, WIDEST), force_terminal=True, legacy_windows=False)
    text = Markdown(plain_fences(page(rule)), code_theme="ansi_dark", hyperlinks=False)
    drawn = Group(Text("".join(_head(rule))), text)
    system = ColorSystem.STANDARD if color else None
    lines = console.render_lines(drawn, pad=False)
    return "".join(
        "".join((one.style or Style()).render(printable.shown(one.text), color_system=system) for one in line)
        + "\n"
        for line in lines
        if not any(one.control for one in line)
    )


def plain_fences(page: str) -> str:
    """Fences without what our tests read beside the language."""
    return re.sub(r"^((?:`{3,}|~{3,})\w+) .*$", r"\1", page, flags=re.MULTILINE)


def render_list(rules: Sequence[Rule], form: str) -> Iterator[str]:
    """Every rule: a line each, a JSON array of all pages, or a Markdown table."""
    if form == "json":
        yield json_document([_fields(rule) for rule in rules])
    elif form == "markdown":
        yield "| code | name | severity | group | default | fix | what is wrong |\n"
        yield "|---|---|---|---|---|---|---|\n"
        for rule in rules:
            about = f"{_level(rule)} | {rule.group} | {_on(rule)} | {rule.fix}"
            yield f"| [{rule.code}]({rule.url}) | {rule.name} | {about} | {rule_page.title(rule)} |\n"
    else:
        name = max((len(rule.name) for rule in rules), default=0)
        for rule in rules:
            fix = {"safe": "fix", "unsafe": "unsafe fix"}.get(rule.fix, "")
            pedantic = "pedantic" if rule.pedantic else ""
            notes = ", ".join(
                note for note in ("" if rule.default else "off by default", pedantic, fix) if note
            )
            yield f"{rule.code}  {rule.name:<{name}}  {rule.severity.value:<7}  {notes}".rstrip() + "\n"


def page(rule: Rule) -> str:
    """The Markdown of a rule's page, with what smoke training does about it, as its front matter names it."""
    about = _about_smoke(rule)
    return f"{rule_page.body(rule).strip()}\n\n## Smoke training\n\n{about}\n"


def _fields(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule_page.title(rule),
        "severity": rule.severity.value,
        "pedantic": rule.pedantic,
        "group": rule.group,
        "default": rule.default,
        "fix": rule.fix,
        "keras": rule.keras,
        "smoke": rule.smoke,
        "smoke_check": _about_smoke(rule),
        "since": rule.since,
        "options": dict(rule.options),
        "url": rule.url,
        "page": page(rule),
    }


def _text(rule: Rule) -> Iterator[str]:
    yield from _head(rule)
    yield "\n"
    yield from _plain(page(rule).rstrip("\n").split("\n"))


def _head(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name}\n"
    fix = {"safe": "a safe fix (--fix)", "unsafe": "an unsafe fix (--fix --unsafe-fixes)"}.get(
        rule.fix, "no fix"
    )
    yield f"{_level(rule)}, group {rule.group}, {_on(rule)} by default, {fix}, Keras {rule.keras}\n"
    for name, default in rule.options.items():
        yield f"option: {name} = {json.dumps(default)}\n"


def plain_text(page: str) -> str:
    """A page without its Markdown marks."""
    return "".join(_plain(page.rstrip("\n").split("\n")))


def _plain(lines: Sequence[str]) -> Iterator[str]:
    """Markdown as text: headings in capitals, code indented, emphasis marks gone."""
    fence = ""
    for line in lines:
        found = re.match(r"(`{3,}|~{3,})", line)
        if found and (not fence or line.rstrip() == fence):
            fence = "" if fence else found[1]
        elif fence:
            yield f"    {line}".rstrip() + "\n"
        elif line.startswith("#"):
            level, _, heading = line.partition(" ")
            yield (heading.upper() if len(level) == 2 else heading) + "\n"
        else:
            yield re.sub(r"\*\*(.+?)\*\*", r"\1", line) + "\n"


def _level(rule: Rule) -> str:
    return f"{rule.severity.value} (pedantic)" if rule.pedantic else rule.severity.value


def _on(rule: Rule) -> str:
    return "on" if rule.default else "off"


def _about_smoke(rule: Rule) -> str:
    probing = rule_page.smoke_table(rule.page).get("probing", {})
    return smoke_line(rule.smoke, rule.not_confirmable, bool(probing.get("slower")))
