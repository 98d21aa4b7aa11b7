"""Mutated sources against the whole linter: `python -m benchmarks.fuzz --minutes N [--seed S] [FILES]...`.

Each input is linted, and fixed, in this process; it has to end in time without an exception of ours, say the same when
it is linted again, and leave text that still reads. What fails is kept in `--keep` (default: fuzz-findings).
Without files it mutates scripts of the seeded corpus and the rules' own examples.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path

from benchmarks.corpus import keras_script, notebook
from lstm_lint.edit import fixes
from lstm_lint.lint import lint
from lstm_lint.rulebook import rule_page, rulebook
from lstm_lint.run.examine import Failure, examine, examine_apart
from lstm_lint.run.report import FileReport
from lstm_lint.settings.load import load
from lstm_lint.settings.settings import Settings

SLOW = 3.0  # seconds of one input that are worth a look
TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
SPLICES = (
    "None", "True", "-1", "0", "1e999", "-1e999", "float('nan')", "10**10**10", "'\\ud800'", "[]", "()", "{}",
    "*x", "**d", "lambda: x", "range(10**9)", "self", "x[-1]", "x[::-1]", "x.shape", "(None,)", "[x] * 3",
    "f'{x}'", "b'x'", "...", "yield", "await x", "x := 1", "return_sequences=True", "go_backwards=True", "LSTM",
    "Bidirectional", "model", "# noqa: LL203", "# lstm-lint: ignore-start", "!ls", "%time", "\n", "\\\n", "\t",
    "\f", "\r", "\0", "\ufeff", "\u00a0", "é", "𝒙", '"""', "'", "(", "]", "if x:\n    ", "else:\n",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--inputs", type=int, default=10**9)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    seeds = [path.read_text(encoding="utf-8", errors="replace") for path in given.files] or own_seeds(chance)
    settings = load(None, {"select": ("ALL",), "profile": "strict"})
    end = time.monotonic() + given.minutes * 60
    count = 0
    problems: Counter[str] = Counter()
    while time.monotonic() < end and count < given.inputs:
        text = mutated(chance, seeds)
        data = text.encode("utf-8", "surrogatepass")
        path = "fuzzed.py"
        if chance.random() < 0.2:
            path, data = (
                "fuzzed.ipynb",
                _bent(chance, notebook(text, chance).encode("utf-8", "surrogatepass")),
            )
        count += 1
        problem = objection(path, data, settings)
        if problem is not None:
            problems[problem] += 1
            if problems[problem] == 1:
                given.keep.mkdir(exist_ok=True)
                (given.keep / f"{given.seed}-{count}{Path(path).suffix}").write_bytes(data)
                print(f"{given.seed}-{count}: {problem}", flush=True)
    print(f"{count} inputs, {sum(problems.values())} failures of {len(problems)} kinds")
    return int(bool(problems))


def own_seeds(chance: random.Random) -> list[str]:
    blocks = [
        block
        for rule in rulebook.rules()
        for block in re.findall(r"```python\n(.*?)```", rule_page.body(rule), re.DOTALL)
    ]
    return [*blocks, *(keras_script(chance) for _ in range(40))]


def objection(path: str, data: bytes, settings: Settings) -> str | None:
    """What is wrong with how an input is treated; None where nothing is."""
    start = time.process_time()
    found = examine(path, data, settings)
    if found is None:
        return None if isinstance(examine_apart(path, data, settings, False), FileReport) else "apart"
    if isinstance(found, Failure):
        return f"{found.what[:100]} {_place(found.trace)}"
    if time.process_time() - start > SLOW:
        return f"slow: {time.process_time() - start:.0f} s"
    if found.source is None:
        return None
    try:
        if tuple(lint(found.source, settings)) != tuple(found.findings):
            return "another answer the second time"
        fixed = fixes.fix(found.source, found.findings, lambda source: lint(source, settings), unsafe=True)
        again = examine(path, fixed.data, settings)
    except Exception as error:
        import traceback

        return f"fix: {type(error).__name__}: {error} {_place(traceback.format_exc())}"[:160]
    return None if again is None or isinstance(again, FileReport) else "the fixed file fails"


def mutated(chance: random.Random, seeds: list[str]) -> str:
    tokens = TOKEN.findall(chance.choice(seeds))
    for _ in range(chance.choice([1, 1, 2, 3, 5, 8])):
        at = chance.randrange(len(tokens)) if tokens else 0
        match chance.randrange(6):
            case 0:
                tokens[at : at + chance.choice([1, 1, 2, 5])] = []
            case 1:
                tokens[at:at] = tokens[at : at + chance.choice([1, 3, 10, 40])]
            case 2:
                other = TOKEN.findall(chance.choice(seeds))
                start = chance.randrange(len(other))
                tokens[at:at] = other[start : start + chance.choice([1, 5, 20, 80])]
            case 3 | 4:
                tokens[at : at + 1] = [chance.choice(SPLICES)]
            case _ if tokens:
                there = chance.randrange(len(tokens))
                tokens[at], tokens[there] = tokens[there], tokens[at]
    return "".join(tokens)


def _bent(chance: random.Random, data: bytes) -> bytes:
    """Now and then a notebook with a hole or a foreign byte in it."""
    if chance.random() < 0.7:
        return data
    at = chance.randrange(len(data))
    return (
        data[:at]
        + chance.choice([b"", b"null", b"[", b"{", b'"', b"\xff", b"\\u0000"])
        + data[at + chance.randrange(4) :]
    )


def _place(trace: str) -> str:
    places = re.findall(r'lstm_lint/([\w/]+\.py)", line (\d+)', trace)
    return ":".join(places[-1]) if places else ""


if __name__ == "__main__":
    raise SystemExit(main())
