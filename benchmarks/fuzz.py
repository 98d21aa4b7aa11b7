"""Mutated sources against the whole linter: `python -m benchmarks.fuzz --minutes N [--seed S] [FILES]...`.

Each input is linted, fixed, shown as `model` shows it, and planned for smoke training, in this process; all of that has
to end in time without an exception of ours, say the same when it is done again, and leave text that still reads and
every byte that no fix changes. Then all inputs of a batch are linted at once, with one process and with two: both have
to say the same. What fails is kept in `--keep` (default: fuzz-findings). Without files it mutates scripts of the seeded
corpus and the rules' own examples.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.corpus import DIALECTS, document, keras_script, notebook
from lstm_lint.command.evidence import planned
from lstm_lint.command.model import rendered
from lstm_lint.edit import fixes
from lstm_lint.findings import Finding
from lstm_lint.lint import script_of
from lstm_lint.output.plans import render_plans
from lstm_lint.rulebook import rule_page, rulebook
from lstm_lint.run.configurations import Configurations
from lstm_lint.run.examine import Failure, again, examine
from lstm_lint.run.limits import Unfinished, too_deep
from lstm_lint.run.run import Run
from lstm_lint.run.workers import guarded
from lstm_lint.settings.load import load
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source

EVERYTHING = {"select": ("ALL",), "profile": "strict"}
BATCH = 200  # inputs that are linted at once
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
    settings = load(None, EVERYTHING)
    end = time.monotonic() + given.minutes * 60
    count = 0
    batch: dict[str, bytes] = {}
    problems: Counter[str] = Counter()

    def note(problem: str, kept: Mapping[str, bytes]) -> None:
        problems[problem] += 1
        if problems[problem] == 1:
            given.keep.mkdir(exist_ok=True)
            for name, data in kept.items():
                (given.keep / name).write_bytes(data)
            print(f"{', '.join(list(kept)[:3])}: {problem}", flush=True)

    while time.monotonic() < end and count < given.inputs:
        suffix, data = drawn(chance, seeds)
        count += 1
        name = f"{given.seed}-{count}{suffix}"
        problem = objection(name, data, settings)
        if problem is not None:
            note(problem, {name: data})
        batch[name] = data
        if len(batch) == BATCH:
            problem = disagreement(batch)
            if problem is not None:
                note(problem, batch)
            batch = {}
    print(f"{count} inputs, {sum(problems.values())} failures of {len(problems)} kinds")
    return int(bool(problems))


def drawn(chance: random.Random, seeds: Sequence[str]) -> tuple[str, bytes]:
    """A mutated source and the suffix of its file: a script, one in five a notebook, one in ten a notebook as text."""
    text, kind = mutated(chance, seeds), chance.random()
    if kind < 0.2:
        return ".ipynb", _bent(chance, notebook(text, chance).encode("utf-8", "surrogatepass"))
    if kind < 0.3:
        dialect = chance.choice(DIALECTS)
        return dialect, _bent(chance, document(text, dialect, chance).encode("utf-8", "surrogatepass"))
    return ".py", text.encode("utf-8", "surrogatepass")


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

    def lint_again(changed: Source) -> Sequence[Finding]:
        return tuple(guarded(again, changed, settings).findings)

    try:
        found = guarded(examine, path, data, settings, True)
        if isinstance(found, Failure):
            return f"{found.what[:100]} {_place(found.trace)}"
        source = found.source
        if source is None:
            return None
        if source.edited(()) != data:
            return "bytes are lost"
        if guarded(again, source, settings).findings != found.findings:
            return "another answer the second time"
        shown = [guarded(_shown, source, settings, form) for form in ("text", "json", "mermaid")]
        json.loads(shown[1])
        if guarded(_shown, source, settings, "json") != shown[1]:
            return "another model the second time"
        plan = guarded(_plan, source, found.findings, settings)
        if guarded(_plan, source, found.findings, settings) != plan:
            return "another plan the second time"
        fixed = fixes.fix(source, found.findings, lint_again, unsafe=True, step=guarded)
        left = guarded(examine, path, fixed.data, settings, True)
        if isinstance(left, Failure):
            return "the fixed file fails"
        if tuple(left.findings) != fixed.findings:
            return "the fixed file has other findings"
    except Unfinished as unfinished:
        return None if str(unfinished) == str(too_deep()) else str(unfinished)
    except Exception as error:
        return f"{type(error).__name__}: {error} {_place(traceback.format_exc())}"[:160]
    spent = time.process_time() - start
    return f"slow: {spent:.0f} s" if spent > SLOW else None


def _shown(source: Source, settings: Settings, form: str) -> str:
    return "".join(rendered(script_of(source, settings), source, form, 80, False))


def _plan(source: Source, findings: Sequence[Finding], settings: Settings) -> str:
    return "".join(render_plans(planned(source.path, source, findings, settings), "json"))


def disagreement(inputs: Mapping[str, bytes]) -> str | None:
    """Where one process and two say something else of the same files; None where they agree."""
    with tempfile.TemporaryDirectory(prefix="lstm-lint-fuzz-") as folder:
        for name, data in inputs.items():
            Path(folder, name).write_bytes(data)
        said = [_run_over(folder, jobs) for jobs in (1, 2)]
        gc.unfreeze()  # a run keeps what it finds imported from the collector, and this process makes many
        if {name: Path(folder, name).read_bytes() for name in inputs} != dict(inputs):
            return "a file has changed"
    if said[0] == said[1]:
        return None
    return f"one process and two disagree on {sorted({str(one)[:80] for one in set(said[0]) ^ set(said[1])})[:2]}"


def _run_over(folder: str, jobs: int) -> list[tuple[object, ...]]:
    run = Run(
        Configurations({"isolated": True, **EVERYTHING}, lambda line: None), lambda line: None, jobs=jobs
    )
    report = run.over([folder])
    return [*((one.path, tuple(one.findings)) for one in report.reports), *report.failures]


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
    """Now and then a notebook or document with a hole or a foreign byte in it."""
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
