"""What a message says to write, and what a fix writes, is followed on the Bad blocks of its page, and Keras runs it.

Where a fix is offered, all of the block are applied. Where words alone say what to do, a small editor follows them:
"write padding='pre'", "remove it", "write `keras.ops.sqrt`". `BY_HAND` follows the others as a reader would. In each
case the finding is gone, and the program trains for a step. A drawn sample runs, with `EVERY_REMEDY=1` all of them.
"""

from __future__ import annotations

import ast
import json
import os
import random
import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from test_errors_against_keras import FILES
from verdicts import Keras, absent

from lstm_lint.edit.fixes import fix
from lstm_lint.findings import Finding, Span
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import script_of
from lstm_lint.rulebook import rule_page
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source, from_bytes
from lstm_lint.testing import Block, pages

if not (find_spec("keras") and find_spec("tensorflow")):
    pytest.skip("takes Keras and TensorFlow", allow_module_level=True)

KERAS = version("keras")
SAMPLE = 12
_NO_PROGRAM = ("LL001", "LL002", "LL003", "LL004")
_TO_WRITE = re.compile(r"(?:write|add|use) `?(?P<name>\w+)=(?P<value>[^`,; ]+)`?(?:$| in |, or )")
_NAMED = re.compile(r"write `(?P<path>(?:tf\.)?keras\.[\w.]+)`")
_TEXT = re.compile(r"write (?P<text>'\w+')")


def taken(block: Block) -> bool:
    """Whether a block is written for the installed Keras."""
    major, minor = KERAS.split(".")[:2]
    return (
        block.code not in _NO_PROGRAM
        and block.keras != "auto"
        and parse_target(block.keras).overlaps(f"=={major}.{minor}")
    )


BLOCKS = [block for page in pages(rule_page.directory()) for block in page.blocks("Bad") if taken(block)]


def edited(text: str, span: Span, new: str) -> str:
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: span.line - 1])) + span.column - 1
    end = sum(map(len, lines[: span.end_line - 1])) + span.end_column - 1
    return text[:start] + new + text[end:]


def span_of(node: ast.AST) -> Span:
    assert isinstance(node, (ast.expr, ast.keyword))
    assert node.end_lineno is not None and node.end_col_offset is not None
    return Span(node.lineno, node.col_offset + 1, node.end_lineno, node.end_col_offset + 1)


def around(text: str, span: Span) -> ast.Call | None:
    """The smallest call that the place lies in, or that it is."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    inside = [
        call
        for call in calls
        if (span_of(call).line, span_of(call).column) <= (span.line, span.column)
        and (span_of(call).end_line, span_of(call).end_column) >= (span.end_line, span.end_column)
    ]
    return min(inside, key=lambda call: len(ast.unparse(call)), default=None)


def followed(block: Block, finding: Finding) -> str | None:
    """The block after the words of a message have been followed; None where these are for a person."""
    text, span, words = block.text, finding.span, finding.message.rpartition("; ")[2]
    call = around(text, span)
    given = _TO_WRITE.match(words)
    if given is not None and call is not None:
        if any(keyword.arg is None for keyword in call.keywords):
            return None
        held = next((one for one in call.keywords if one.arg == given["name"]), None)
        if held is not None:
            return edited(text, span_of(held.value), given["value"])
        end = span_of(call)
        at = Span(end.end_line, end.end_column - 1, end.end_line, end.end_column - 1)
        before = text.splitlines()[at.line - 1][: at.column - 1].rstrip()
        comma = ", " if (call.args or call.keywords) and not before.endswith(",") else ""
        return edited(text, at, f"{comma}{given['name']}={given['value']}")
    named = _NAMED.search(words)
    if named is not None and call is not None and not text[: span.line].startswith("import"):
        whole = span_of(call.func)
        start = "import keras\n" if "\nimport keras\n" not in f"\n{text}" else ""
        return start + edited(text, whole, named["path"])
    plain = _TEXT.search(words)
    lines = text.splitlines()
    if plain is not None and lines[span.line - 1][span.column - 1] in "\"'":
        return edited(text, span, plain["text"])
    if words in ("remove it", "remove it for speed") and call is not None:
        for keyword in call.keywords:
            here = span_of(keyword)
            if here.line == span.line and here.column <= span.column < here.end_column:
                rest = [one for one in (*call.args, *call.keywords) if one is not keyword]
                kept = ", ".join(ast.get_source_segment(text, one) or "" for one in rest)
                return edited(text, span_of(call), f"{ast.get_source_segment(text, call.func)}({kept})")
    return None


# Of other words: what the messages say, and the edits of a reader who does that. Nothing is left to say afterwards.
BY_HAND = json.loads(Path(__file__).with_name("remedies_by_hand.json").read_text(encoding="utf-8"))


def made_up(block: Block) -> dict[str, Any]:
    """The files that a block loads: arrays of the shape of its input, targets of its output, tables of its columns."""
    tree = ast.parse(block.text)
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    columns = dict.fromkeys(
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for part in ast.walk(node.slice)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    shape = _input_shape(block) or [30, 4]
    units = re.findall(r"Dense\((\d+)", block.text)
    files: dict[str, Any] = {}
    for name in strings:
        if name.endswith(".npy") and re.match(
            r"y|label|target|class|next|failed|state|sales", name.rpartition("/")[2]
        ):
            wide = int(units[-1]) if units else 1
            ids = "sparse" in block.text or "binary" in block.text
            files[name] = {"below": max(wide, 2), "shape": [64]} if ids else [64, wide]
        elif name.endswith(".npy"):
            files[name] = {"below": 50, "shape": [64, 30]} if "Embedding" in block.text else [64, *shape]
        elif name.endswith(".csv"):
            rows = random.Random(0)
            table = [",".join(f"{rows.random():.3f}" for _ in columns or "abc") for _ in range(600)]
            files[name] = "\n".join(
                table if "loadtxt" in block.text else [",".join(columns or "abc"), *table]
            )
    return {**files, **FILES.get(block.code, {})}


def _input_shape(block: Block) -> list[int] | None:
    """Time steps and features, as the first layer of the first model has them; 12 for what is open."""
    script = script_of(block.source, Settings(keras="3"))
    for model in script.models:
        shape = model.layers[0].input_shape or model.layers[0].output_shape if model.layers else None
        if shape is not None and len(shape) > 1:
            return [size if isinstance(size, int) else 12 for size in shape[1:]]
    return None


def remedied() -> Iterator[tuple[str, Block, str | None, tuple[str, ...]]]:
    """Each block with what is followed on it: an edit of its own, or None where all of its fixes are applied."""
    for block in BLOCKS:
        found = block.findings(block.source)
        if str(block) in BY_HAND:
            text, words = block.text, tuple(BY_HAND[str(block)]["says"])
            for old, new in BY_HAND[str(block)]["edits"]:
                assert old in text, (str(block), old)
                text = text.replace(old, new)
            yield f"{block}-by-hand", block, text, words
        if any(one.fix is not None for one in found):
            yield f"{block}-fix", block, None, ()
        for number, one in enumerate(found):
            text = followed(block, one) if one.fix is None and str(block) not in BY_HAND else None
            if text is not None:
                yield f"{block}-words-{number}", block, text, (one.message,)


REMEDIES = list(remedied())
DRAWN = REMEDIES if "EVERY_REMEDY" in os.environ else random.Random(3).sample(REMEDIES, SAMPLE)


@pytest.mark.parametrize(
    ("block", "text", "words"), [one[1:] for one in DRAWN], ids=[one[0] for one in DRAWN]
)
def test_a_remedy_ends_the_finding_and_runs(
    block: Block, text: str | None, words: tuple[str, ...], keras_child: Keras
) -> None:
    before = block.findings(block.source)
    for part in words:
        assert any(part in one.message for one in before), (part, [one.message for one in before])
    source = block.source if text is None else from_bytes(text.encode(), "example.py")
    if text is None or len(words) > 1 or str(block) in BY_HAND:
        done = fix(source, block.findings(source), block.findings, unsafe=True)
        source = done.source
    left = [one for one in block.findings(source) if one.fix is not None or text is not None]
    if text is not None and str(block) not in BY_HAND:
        left = [one for one in left if one.message in words]
    assert not left, [one.message for one in left]
    if [one for one in before if one.fix is None] and text is None:
        return  # what a person has to do is not done yet
    if str(block) in UNTOLD or any(find_spec(name) is None for name in absent(text_of(source))):
        return
    answer = keras_child.says(str(block), text_of(source), files=made_up(block))
    if answer["outcome"] == "unrun":
        pytest.skip(answer["message"])  # it loads a kind of file that is not made up
    assert answer["outcome"] == "ran", answer


def text_of(source: Source) -> str:
    return source.edited(()).decode()


# The data of these is not made up here as they need it, or the rest of the block is open.
UNTOLD = frozenset(
    {
        "LL111-Bad-1", "LL114-Bad-2", "LL471-Bad-1", "LL505-Bad-1", "LL301-Bad-1", "LL301-Bad-3", "LL301-Bad-4",
        "LL306-Bad-1", "LL307-Bad-1", "LL403-Bad-2",
        "LL403-Bad-3", "LL411-Bad-1", "LL411-Bad-3", "LL502-Bad-2", "LL602-Bad-5", "LL607-Bad-1", "LL705-Bad-1",
        "LL705-Bad-2", "LL761-Bad-2", "LL801-Bad-4", "LL832-Bad-1",
    }
)  # fmt: skip
