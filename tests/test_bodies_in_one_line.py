"""`def f(x): y = x + 1; return y`: a body beside the colon is read as the same body below it."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest
from command_line import ROOT

from lstm_lint.lint import outcome
from lstm_lint.rulebook.rule_page import body, read_rules
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

EVERYTHING = load(None, {"select": ("ALL",), "profile": "pedantic", "keras": "3"})
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMPOUND = (ast.FunctionDef, ast.For, ast.While, ast.If, ast.With)


def joined(text: str) -> str:
    """The program with each body of plain statements, one line each, beside its colon."""
    lines = text.splitlines()
    gone: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, COMPOUND) or getattr(node, "orelse", ()):
            continue
        numbers = [one.lineno for one in node.body]
        plain = not any(
            isinstance(one, (*COMPOUND, ast.Try, ast.ClassDef, ast.AsyncFunctionDef)) for one in node.body
        )
        head = numbers[0] - 1
        whole = all(one.end_lineno == one.lineno for one in node.body) and lines[head - 1].endswith(":")
        if plain and whole and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            lines[head - 1] += " " + "; ".join(lines[number - 1].strip() for number in numbers)
            gone.update(numbers)
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in gone) + "\n"


def blocks() -> list[tuple[str, str]]:
    found = []
    for rule in read_rules(ROOT / "rules"):
        for block in BLOCK.findall(body(rule).split("## Good")[0]):
            text = re.sub(r"  # .*$", "", block, flags=re.MULTILINE)
            if rule.group != "engine" and "#" not in text and joined(text) != text:
                found.append((rule.code, text))
    return found


def codes(text: str) -> Counter[str]:
    return Counter(
        one.code for one in outcome(from_bytes(text.encode(), "elsewhere/example.py"), EVERYTHING).findings
    )


@pytest.mark.parametrize(("code", "text"), blocks())
def test_a_body_beside_the_colon_is_read_alike(code: str, text: str) -> None:
    assert codes(joined(text)) == codes(text)
